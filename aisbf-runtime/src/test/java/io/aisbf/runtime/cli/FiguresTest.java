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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway that runs, which is a scripted one here, says of usage and limits, as it is printed. */
@Timeout(30)
class FiguresTest {
    private static final Arguments.Report USUAL = new Arguments.Report(Optional.empty(), Optional.empty(), false);
    private static final Arguments.Report CSV = new Arguments.Report(Optional.empty(), Optional.empty(), true);

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final HttpServer server;
    private final Surroundings surroundings;
    private final Figures figures;

    FiguresTest(@TempDir Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        surroundings = new Surroundings(
                folder,
                folder,
                name -> name.equals("AISBF_RUN_DIR") ? Optional.of(folder.toString()) : Optional.empty(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err);
        write(server.getAddress().getPort());
        figures = new Figures(new Running(surroundings, OptionalInt.empty()), surroundings.out());
    }

    private void write(int port) throws IOException {
        ProcessHandle own = ProcessHandle.current();
        surroundings
                .runs()
                .write(new RunFile(
                        own.pid(),
                        own.info().startInstant().orElseGet(Instant::now),
                        URI.create("http://127.0.0.1:" + port),
                        "1",
                        new Secret("the-token")));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String answer = answers.get(exchange.getRequestURI().toString());
        byte[] bytes = (answer == null ? "{\"error\":{\"message\":\"by wants something else\"}}" : answer)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer == null ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void printsUsageAsATable() throws Exception {
        answers.put("/api/usage?by=provider%2Casked&from=7d", """
            {"from":"2026-11-15T00:00:00Z","until":"2026-11-22T00:00:00Z","by":["provider","asked"],"rows":[
            {"provider":"openai","asked":"coding","attempts":1200,"failed":3,"uncertain":2,"input_tokens":1234567,
             "cached_tokens":0,"output_tokens":89,"reasoning_tokens":7,"unpriced":0,"cost_usd":12.345678},
            {"provider":"p","asked":"\\u001b[31m\\u202ered","attempts":1,"failed":1,"uncertain":0,"input_tokens":0,
             "cached_tokens":0,"output_tokens":0,"reasoning_tokens":0,"unpriced":1}],
            "total":{"attempts":1201,"failed":4,"uncertain":2,"input_tokens":1234567,"cached_tokens":0,
             "output_tokens":89,"reasoning_tokens":7,"unpriced":1,"cost_usd":12.345678}}
            """);
        assertEquals(0, figures.usage(new Arguments.Report(Optional.of("provider,asked"), Optional.of("7d"), false)));
        assertTrue(
                lines().getFirst().endsWith(" used from 2026-11-15T00:00:00Z to 2026-11-22T00:00:00Z"),
                lines().getFirst());
        assertEquals(
                List.of(
                        "  provider  asked      attempts  failed  input_tokens  cached_tokens  output_tokens"
                                + "  reasoning_tokens   cost_usd",
                        "  openai    coding        1,200       3     1,234,567              0             89"
                                + "                 7  12.345678",
                        "  p         ?[31m?red         1       1             0              0              0"
                                + "                 0          -",
                        "  total                   1,201       4     1,234,567              0             89"
                                + "                 7  12.345678",
                        "  among them 1 without a known price, which cost_usd leaves out",
                        "  among them 2 that broke off or that nobody counted: they used at least that much"),
                lines().subList(1, lines().size()));
    }

    @Test
    void saysThatNothingWasUsed() throws Exception {
        answers.put("/api/usage", "{\"from\":\"a\",\"until\":\"b\",\"by\":[\"provider\"],\"rows\":[],\"total\":{}}");
        assertEquals(0, figures.usage(USUAL));
        assertEquals("  nothing", lines().getLast());
    }

    @Test
    void handsLinesForOtherProgramsThrough() throws Exception {
        answers.put("/api/usage?format=csv", "provider,attempts\r\np,1\r\n");
        assertEquals(0, figures.usage(CSV));
        assertEquals("provider,attempts\r\np,1\r\n", out.toString(StandardCharsets.UTF_8));
        write(server.getAddress().getPort() == 1 ? 2 : 1);
        CommandException e = assertThrows(CommandException.class, () -> figures.usage(CSV));
        assertTrue(String.valueOf(e.getMessage()).contains("name one with --port"), e.getMessage());
    }

    @Test
    void saysWhatTheGatewaySaid() {
        CommandException e = assertThrows(CommandException.class, () -> figures.usage(USUAL));
        assertEquals("by wants something else", e.getMessage());
    }

    @Test
    void printsLimitsAsATable() throws Exception {
        answers.put("/api/limits", """
            {"limits":[
            {"name":"providers.p.rate_limit_TPM","unit":"tokens","most":30000,"used":10000,"reserved":500,
             "fill_percent":35.5,"window":"sliding","window_ms":60000,"resets":"2000-01-01T00:00:00Z"},
            {"name":"budget.month","unit":"usd","most":20.000000,"used":0.000000,"reserved":0.000000,
             "fill_percent":0,"window":"month"},
            {"name":"providers.p.rate_limit","unit":"requests","most":1,"used":0,"reserved":0,"fill_percent":0,
             "window":"spacing","window_ms":500}]}
            """);
        assertEquals(0, figures.limits());
        assertEquals(
                List.of(
                        "  limit                       unit      window            used  reserved       most    fill"
                                + "  resets in",
                        "  providers.p.rate_limit_TPM  tokens    1 min 0 s        10000       500      30000  35.5 %"
                                + "        0 s",
                        "  budget.month                usd       month         0.000000  0.000000  20.000000     0 %"
                                + "          -",
                        "  providers.p.rate_limit      requests  every 500 ms         0         0          1     0 %"
                                + "          -"),
                lines().subList(1, lines().size()));
    }

    @Test
    void saysThatThereAreNoLimits() throws Exception {
        answers.put("/api/limits", "{\"limits\":[]}");
        assertEquals(0, figures.limits());
        assertEquals(1, lines().size());
        assertTrue(lines().getFirst().endsWith(" has no limits"), lines().getFirst());
    }
}
