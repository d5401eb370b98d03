// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.aisbf.api.plugin.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said to a gateway that runs, which is a scripted one here. */
@Timeout(30)
class RunningTest {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HttpServer server;
    private final Running running;

    RunningTest(@TempDir Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        Surroundings surroundings = new Surroundings(
                folder,
                folder,
                name -> name.equals("AISBF_RUN_DIR") ? Optional.of(folder.toString()) : Optional.empty(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);
        running = new Running(surroundings, OptionalInt.empty());
        ProcessHandle own = ProcessHandle.current();
        surroundings
                .runs()
                .write(new RunFile(
                        own.pid(),
                        own.info().startInstant().orElseGet(Instant::now),
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                        "1",
                        new Secret("the-token")));
    }

    @BeforeEach
    void start() {
        server.start();
        answers.put("/health/ready", "{\"status\":\"ready\"}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        told.put(path, body + " " + token);
        String answer = answers.get(path);
        byte[] bytes = (answer == null ? "{\"error\":{\"message\":\"nothing there\"}}" : answer)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void statusShowsWhoIsLeftAlone() throws IOException {
        answers.put("/health/targets", """
            {"targets":[
            {"provider":"a","scope":"provider a","state":"failing","failure":"TIMED_OUT","strikes":2},
            {"provider":"b","key":"k1","scope":"key k1 of provider b","state":"cooling","until":"2026-01-01T00:00:00Z",
             "retry_after_s":298,"failure":"KEY_REFUSED","strikes":1},
            {"provider":"c","model":"m","scope":"model c/m","state":"on trial","failure":"OVERLOADED","strikes":3}]}
            """);
        assertEquals(0, running.status());
        assertEquals(3, lines().size(), lines().toString());
        assertTrue(lines().getFirst().contains(" ready on "), lines().getFirst());
        assertEquals(
                List.of(
                        "  key k1 of provider b: cooling for 4 min 58 s after KEY_REFUSED",
                        "  model c/m: on trial after OVERLOADED"),
                lines().subList(1, 3));
    }

    @Test
    void statusGetsAlongWithAGatewayThatKnowsNoTargets() throws IOException {
        assertEquals(0, running.status());
        assertEquals(1, lines().size(), lines().toString());
    }

    @Test
    void forgivesOneProviderOrAllWithTheToken() throws Exception {
        answers.put("/api/forgive", "{\"forgiven\":2}");
        assertEquals(0, running.forgive(Optional.of("a \"b\"")));
        assertEquals("{\"provider\":\"a \\\"b\\\"\"} Bearer the-token", told.get("/api/forgive"));
        assertTrue(lines().getLast().endsWith(" asks again at once: provider a \"b\" (2 forgiven)"), lines().getLast());
        answers.put("/api/forgive", "{\"forgiven\":0}");
        assertEquals(0, running.forgive(Optional.empty()));
        assertEquals("{} Bearer the-token", told.get("/api/forgive"));
        assertTrue(lines().getLast().endsWith(" holds nothing against anybody"), lines().getLast());
    }

    @Test
    void saysWhatTheGatewaySaid() {
        CommandException e = assertThrows(CommandException.class, () -> running.forgive(Optional.of("x")));
        assertEquals("nothing there", e.getMessage());
    }
}
