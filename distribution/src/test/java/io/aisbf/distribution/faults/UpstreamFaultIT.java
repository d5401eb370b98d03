// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Upstreams that answer wrongly, late or not at all: the client gets the gateway's own words in its protocol, never the
 * broken answer.
 */
@Timeout(240)
class UpstreamFaultIT {
    private static final String HTML = "<html><body>Bad gateway</body></html>";
    private static final String GOOD =
            "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                + "{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

    private static final Map<Integer, Integer> ASKED = new ConcurrentHashMap<>();
    /** Has a port on which nobody listens: for as long as it lives nobody else gets that. */
    private static final Socket CLOSED = new Socket();

    private static RawUpstream upstream;
    private static Product product;

    /** What an upstream does; the name is the model's. */
    private enum Fault {
        HTML_200(502, RawUpstream.reply(200, "text/html", HTML)),
        TEXT_200(502, RawUpstream.reply(200, "application/json", "all is well")),
        CUT_JSON_200(502, RawUpstream.reply(200, "application/json", GOOD.substring(0, 60))),
        ARRAY_200(502, RawUpstream.reply(200, "application/json", "[1]")),
        EMPTY_200(502, RawUpstream.reply(200, "application/json", "")),
        NO_CHOICES_200(502, RawUpstream.reply(200, "application/json", "{\"id\":\"1\",\"choices\":[]}")),
        ERROR_200(
                502,
                RawUpstream.reply(
                        200,
                        "application/json",
                        "{\"error\":{\"message\":\"broken inside\",\"type\":\"server_error\"}}")),
        NOTHING(502, Act.FIN),
        RESET(502, Act.RESET),
        GARBAGE(502, new Send("\u0000\u0001\u0002 not HTTP at all\r\n\r\n")),
        CUT_HEAD(502, new Send("HTTP/1.1 200 OK\r\nContent-Ty"), Act.FIN),
        CUT_BODY(
                502,
                new Send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n" + GOOD),
                Act.FIN),
        TWO_LENGTHS(502, new Send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")),
        BAD_CHUNK(
                502,
                new Send(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
                                + GOOD)),
        REDIRECT(502, RawUpstream.reply(302, "text/html", HTML, "Location: http://127.0.0.1:1/")),
        HTML_500(502, RawUpstream.reply(500, "text/html", HTML)),
        HTML_404(404, RawUpstream.reply(404, "text/html", HTML)),
        OVERLOADED(503, RawUpstream.reply(529, "application/json", "{\"error\":{\"message\":\"overloaded\"}}")),
        SILENT(504, Act.STALL),
        SILENT_BODY(
                504,
                new Send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"),
                Act.STALL);

        private final int status;

        @SuppressWarnings("ImmutableEnumChecker") // Made by List.of, of records.
        private final List<Step> script;

        Fault(int status, Step... script) {
            this.status = status;
            this.script = List.of(script);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        CLOSED.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        upstream = new RawUpstream(UpstreamFaultIT::script);
        product = Product.start(Product.NO_COOLDOWN + """
            providers:
              up: {type: openai, endpoint: "%1$s", api_key: sk, retries: 0}
              hasty: {type: openai, endpoint: "%1$s", api_key: sk, timeouts: {first_byte: 300ms, idle: 300ms}, retries: 0}
              nobody: {type: openai, endpoint: "http://127.0.0.1:%2$d/v1", api_key: sk, retries: 0}
            """.formatted(upstream.endpoint(), CLOSED.getLocalPort()));
    }

    @AfterAll
    static void stop() throws IOException {
        product.close();
        upstream.close();
        CLOSED.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void isToldInTheGatewaysOwnWords(Fault fault) throws IOException {
        for (boolean stream : new boolean[] {false, true}) {
            Answer answer = ask(fault, stream);

            assertEquals(fault.status, answer.status(), answer.raw());
            assertTrue(answer.complete(), answer.raw());
            assertTrue(answer.body().startsWith("{\"error\":{\"message\":\""), answer.raw());
            assertFalse(answer.body().contains("<html>") && fault.status == 502, answer.raw());
            assertTrue(answer.header("content-type").orElse("").startsWith("application/json"), answer.raw());
        }
    }

    @Test
    void passesOnWhenToAskAgain() throws IOException {
        Answer answer = ask("up", "RETRY_AFTER", false);

        assertEquals(429, answer.status(), answer.raw());
        assertEquals("7", answer.header("retry-after").orElse(""));
    }

    @Test
    void saysThatNobodyIsThere() throws IOException {
        Answer answer = ask("nobody", "x", false);

        assertEquals(502, answer.status(), answer.raw());
    }

    @Test
    void asksOnceMoreWhenAReusedConnectionDies() throws Exception {
        int connections = upstream.connections();
        int requests = upstream.requests().size();
        try (RawClient client = new RawClient(product.address())) {
            for (int i = 0; i < 100; i++) {
                client.send(RawClient.chat(RawClient.question("STALE", false)));
                client.readUntil(GOOD);
                client.forget();
            }
        }

        assertTrue(upstream.connections() - connections >= 50, "connections were not reused, so nothing was shown");
        assertTrue(upstream.requests().size() - requests <= 200, "asked more than once more");
    }

    @Test
    void aWrongAnswerIsNoInternalError() throws IOException {
        ask(Fault.GARBAGE, false);

        assertEquals(
                List.of(),
                product.err().stream().filter(line -> line.contains(" ERROR ")).toList());
    }

    /** Only who waits in vain is in a hurry: everybody else may be slow on a busy machine. */
    private static Answer ask(Fault fault, boolean stream) throws IOException {
        return ask(fault.script.contains(Act.STALL) ? "hasty" : "up", fault.name(), stream);
    }

    private static Answer ask(String provider, String model, boolean stream) throws IOException {
        String question = RawClient.question(model, stream).replace("up/", provider + "/");
        return RawClient.exchange(product.address(), RawClient.chat(question));
    }

    /**
     * {@code STALE} closes each connection on its second request without a word, as a server does whose patience ends
     * just then.
     */
    private static List<Step> script(Request request) {
        if (request.body().contains("RETRY_AFTER")) {
            return List.of(RawUpstream.reply(
                    429, "application/json", "{\"error\":{\"message\":\"slow down\"}}", "Retry-After: 7"));
        }
        if (request.body().contains("STALE")) {
            return ASKED.merge(request.connection(), 1, Integer::sum) > 1
                    ? List.of(Act.FIN)
                    : List.of(RawUpstream.reply(200, "application/json", GOOD));
        }
        for (Fault fault : Fault.values()) {
            if (request.body().contains("\"" + fault.name() + "\"")) {
                return fault.script;
            }
        }
        throw new AssertionError("no fault asked for in " + request.body());
    }
}
