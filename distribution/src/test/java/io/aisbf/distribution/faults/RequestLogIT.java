// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every request is one line of JSON in the log, and neither a prompt nor an answer nor a key is in anything the gateway
 * prints, whatever goes wrong.
 */
@Timeout(240)
class RequestLogIT {
    private static final String UPSTREAM_KEY = "sk-CANARY-upstream-0123456789abcdef";
    private static final String CLIENT_KEY = "sk-CANARY-client-0123456789abcdef";
    private static final String PROMPT = "CANARY of the prompt";
    private static final String ANSWER = "CANARY of the answer";
    private static final String EVENT = "data:"
        + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + "{\"role\":\"assistant\",\"content\":\"" + ANSWER + "\"},\"finish_reason\":null}]}\n\n";
    private static final List<String> MODELS =
            List.of("good", "refuses", "fails", "html", "garbage", "cut", "error-event");

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void oneLineOfJsonForEachRequestAndNoSecretAnywhere() throws Exception {
        List<String> asked = new ArrayList<>();
        try (RawUpstream upstream = new RawUpstream(RequestLogIT::script)) {
            Product product = Product.start(
                    Product.yaml(upstream.endpoint()).replace("sk-upstream", UPSTREAM_KEY),
                    Map.of("AISBF_LOG_LEVEL", "TRACE"));
            try (product) {
                requests().forEach(request -> asked.add(told(product, request)));
            }
            List<String> lines =
                    product.out().stream().filter(line -> line.startsWith("{")).toList();

            assertEquals(asked.size(), lines.size(), product::toString);
            for (String line : lines) {
                JsonNode one = json.readTree(line);
                assertTrue(
                        one.hasNonNull("time")
                                && one.hasNonNull("id")
                                && one.hasNonNull("status")
                                && one.hasNonNull("total_ms"),
                        line);
            }
            assertFalse(product.toString().contains("CANARY"), product::toString);
            assertFalse(String.join("\n", asked).contains(UPSTREAM_KEY), "a client was told the operator's key");
        }
    }

    @Test
    void nobodyForgesALine() throws Exception {
        String forged = "a\\n{\\\"time\\\":\\\"forged\\\",\\\"status\\\":200}";
        Product product = Product.start("providers: {echo: {type: echo}}\n");
        try (product) {
            told(product, RawClient.chat("{\"model\":\"echo/" + forged + "\",\"messages\":[]}"));
        }
        List<String> lines =
                product.out().stream().filter(line -> line.startsWith("{")).toList();

        assertEquals(1, lines.size(), product::toString);
        assertFalse(json.readTree(lines.getFirst()).get("time").asText().equals("forged"));
    }

    private static Stream<String> requests() {
        Stream<String> chats =
                MODELS.stream().flatMap(model -> Stream.of(false, true).map(stream -> question(model, stream)));
        Stream<String> others = Stream.of(
                RawClient.chat("{\"model\":\"" + PROMPT),
                RawClient.chat(
                        "{\"model\":\"nobody\",\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]}"),
                RawClient.chat("{\"model\":\"up/good\",\"messages\":[{\"role\":\"" + PROMPT + "\"}]}"),
                RawClient.post("/v1/embeddings", "{\"model\":\"up/good\",\"input\":\"" + PROMPT + "\"}"),
                RawClient.post("/nowhere?key=" + CLIENT_KEY, "{}"),
                "GET /v1/models?key=" + CLIENT_KEY + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + CLIENT_KEY
                        + "\r\n\r\n");
        return Stream.concat(chats, others);
    }

    private static String question(String model, boolean stream) {
        return RawClient.post(
                "/v1/chat/completions",
                RawClient.question(model, stream).replace("hi", PROMPT),
                "Authorization: Bearer " + CLIENT_KEY,
                "Cookie: a=" + CLIENT_KEY);
    }

    private static String told(Product product, String request) {
        try {
            Answer answer = RawClient.exchange(product.address(), request);
            assertFalse(answer.raw().isEmpty(), request);
            return answer.raw();
        } catch (java.io.IOException e) {
            throw new AssertionError(request, e);
        }
    }

    private static List<Step> script(Request request) {
        // long method: one script
        String body = request.body();
        String echoed = "{\"error\":{\"message\":\"Incorrect API key: " + UPSTREAM_KEY + "\",\"type\":\"x\",\"code\":\""
                + UPSTREAM_KEY + "\"}}";
        if (body.contains("\"refuses\"")) {
            return List.of(RawUpstream.reply(401, "application/json", echoed));
        }
        if (body.contains("\"fails\"")) {
            return List.of(RawUpstream.reply(500, "application/json", echoed));
        }
        if (body.contains("\"html\"")) {
            return List.of(RawUpstream.reply(200, "text/html", "<p>" + ANSWER + "</p>"));
        }
        if (body.contains("\"garbage\"")) {
            return List.of(new RawUpstream.Send(ANSWER + "\r\n\r\n"));
        }
        if (body.contains("\"cut\"")) {
            return List.of(RawUpstream.eventHead(), RawUpstream.chunk(EVENT), Act.FIN);
        }
        if (body.contains("\"error-event\"")) {
            return List.of(
                    RawUpstream.eventHead(),
                    RawUpstream.chunk(EVENT),
                    RawUpstream.chunk("data: " + echoed + "\n\n"),
                    RawUpstream.lastChunk());
        }
        return List.of(
                body.contains("\"stream\":true")
                        ? RawUpstream.reply(200, "text/event-stream", EVENT + "data: [DONE]\n\n")
                        : whole());
    }

    private static Step whole() {
        return RawUpstream.reply(
                200,
                "application/json",
                "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                    + "\"assistant\",\"content\":\"" + ANSWER + "\"},\"finish_reason\":\"stop\"}]}");
    }
}
