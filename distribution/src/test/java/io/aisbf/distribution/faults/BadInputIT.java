// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.faults.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are wrong: each gets a status and a sentence that say what is wrong and where, in OpenAI's shape, and
 * none counts as the gateway's fault.
 */
@Timeout(240)
class BadInputIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    private static final String GOOD = "{\"model\":\"echo/echo\"," + MESSAGES + "}";
    private static final int LIMIT = 100_000;

    private static Product product;

    /** Where requests have little time to come: others would lose theirs on a busy machine. */
    private static Product hasty;

    @BeforeAll
    static void start() throws IOException {
        product = started("");
        hasty = started(", body_timeout: 1s, header_timeout: 3s");
    }

    private static Product started(String more) throws IOException {
        return Product.start("""
            server: {max_request_bytes: %d%s}
            providers:
              echo: {type: echo}
            """.formatted(LIMIT, more));
    }

    @AfterAll
    static void stop() {
        product.close();
        hasty.close();
        List<String> errors = Stream.of(product, hasty)
                .flatMap(one -> one.err().stream())
                .filter(line -> line.contains(" ERROR "))
                .toList();
        List<String> internal = Stream.of(product, hasty)
                .flatMap(one -> one.out().stream())
                .filter(line -> line.contains("INTERNAL"))
                .toList();
        assertEquals(List.of(), errors, "a bad request was logged as an error of the gateway");
        assertEquals(List.of(), internal, "a bad request was counted as an error of the gateway");
    }

    static List<Arguments> bodies() {
        return List.of(
                body("not JSON", "hello", 400, "JSON"),
                body("empty", "", 400, "JSON"),
                body("null", "null", 400, "object"),
                body("an array", "[" + GOOD + "]", 400, "object"),
                body("truncated", GOOD.substring(0, GOOD.length() - 1), 400, "JSON"),
                body("truncated in a string", GOOD.substring(0, 20), 400, "JSON"),
                body("too deep", GOOD.replace("\"hi\"", "[".repeat(5000) + "]".repeat(5000)), 400, "deep"),
                body("a member twice", GOOD.replace("{\"model\"", "{\"model\":\"up/other\",\"model\""), 400, "model"),
                body("an inner member twice", GOOD.replace("{\"role\"", "{\"role\":\"system\",\"role\""), 400, "role"),
                body("trailing garbage", GOOD + " {}", 400, "follows"),
                body("a comma too many", GOOD.replace("\"}]}", "\"}],}"), 400, "JSON"),
                body("a number that is none", GOOD.replace("}]}", "}],\"seed\":01}"), 400, "JSON"),
                body("a control character", GOOD.replace("hi", "h\u0001i"), 400, "JSON"),
                body("oversized", GOOD.replace("hi", "x".repeat(LIMIT)), 413, "100000"),
                body("model of a wrong type", GOOD.replace("\"echo/echo\"", "7"), 400, "model"),
                body("no model", "{" + MESSAGES + "}", 400, "model"),
                body("an empty model", GOOD.replace("echo/echo", ""), 400, "model"),
                body("stream of a wrong type", GOOD.replace("}]}", "}],\"stream\":\"yes\"}"), 400, "stream"),
                body("messages of a wrong type", "{\"model\":\"echo/echo\",\"messages\":\"hi\"}", 400, "messages"),
                body("no messages", "{\"model\":\"echo/echo\"}", 400, "messages"),
                body("a message of a wrong type", "{\"model\":\"echo/echo\",\"messages\":[7]}", 400, "messages[0]"),
                body("an unknown role", GOOD.replace("\"user\"", "\"nobody\""), 400, "role"),
                body("a number out of range", GOOD.replace("}]}", "}],\"max_tokens\":1e99}"), 400, "max_tokens"),
                body("an unknown provider", GOOD.replace("echo/echo", "ecko/echo"), 404, "echo"),
                body("an unknown bare name", GOOD.replace("echo/echo", "nothing"), 404, "nothing"),
                body("an unknown rotation", GOOD.replace("echo/echo", "rotation/none"), 404, "none"));
    }

    static List<Arguments> requests() {
        // long method: one table
        return List.of(
                raw("unknown path", "GET /v2/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", 404, "/v2/nothing"),
                raw("unknown POST path", RawClient.post("/v1/chat", GOOD), 404, "/v1/chat"),
                raw("wrong method", "GET " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "POST"),
                raw("wrong method of a list", RawClient.post("/v1/models", GOOD), 405, "GET"),
                raw(
                        "wrong content type",
                        RawClient.chat(GOOD).replace("application/json", "text/plain"),
                        415,
                        "application/json"),
                raw(
                        "a form",
                        RawClient.chat(GOOD).replace("application/json", "application/x-www-form-urlencoded"),
                        415,
                        "application/json"),
                raw("broken UTF-8", RawClient.chat(GOOD).replace("hi", "h\u00ff"), 400, "UTF-8"),
                raw("cut UTF-8", RawClient.chat(GOOD).replace("hi", "h\u00c3"), 400, "UTF-8"),
                raw("UTF-16", RawClient.chat(GOOD.replace("", "\u0000")), 400, "JSON"),
                raw(
                        "a huge claim",
                        "POST " + CHAT + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 10737418240\r\n\r\n",
                        413,
                        "100000"),
                raw(
                        "another host",
                        RawClient.chat(GOOD).replace("Host: localhost", "Host: evil.example"),
                        403,
                        "evil.example"),
                raw(
                        "another page",
                        RawClient.post(CHAT, GOOD, "Origin: https://evil.example"),
                        403,
                        "https://evil.example"),
                raw(
                        "embeddings without input",
                        RawClient.post("/v1/embeddings", "{\"model\":\"echo/echo\"}"),
                        400,
                        "input"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"bodies", "requests"})
    void getsAPreciseAnswer(String name, String request, int status, String word) throws IOException {
        Answer answer = RawClient.exchange(product.address(), request);

        assertEquals(status, answer.status(), () -> name + ": " + answer.raw());
        assertTrue(answer.complete(), answer.raw());
        assertTrue(answer.body().startsWith("{\"error\":{\"message\":\""), answer.raw());
        assertTrue(message(answer).contains(word), () -> name + ": '" + word + "' is not in: " + message(answer));
    }

    @Test
    void namesTheMethodsThatAreAnswered() throws IOException {
        assertEquals(
                "POST",
                RawClient.exchange(product.address(), "PUT " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .header("allow")
                        .orElse(""));
    }

    @Test
    void doesNotWaitForASlowBody() throws IOException {
        String request = RawClient.chat(GOOD);
        try (RawClient client = new RawClient(hasty.address())) {
            client.send(request.substring(0, request.length() - 5));

            assertEquals(408, new Answer(client.readToEnd()).status());
        }
    }

    @Test
    void doesNotWaitForASlowHead() throws IOException {
        try (RawClient client = new RawClient(hasty.address())) {
            client.send("POST " + CHAT + " HTTP/1.1\r\nHost: loc");
            String received = client.readToEnd();

            assertTrue(received.isEmpty() || new Answer(received).status() == 408, received);
        }
    }

    @Test
    void answersAGoodRequestAfterAllOfThem() throws IOException {
        Map<String, String> wrong = Map.of("truncated", GOOD.substring(1), "good", GOOD);
        for (String request : wrong.values()) {
            RawClient.exchange(product.address(), RawClient.chat(request));
        }

        Answer answer = RawClient.exchange(product.address(), RawClient.chat(GOOD));

        assertEquals(200, answer.status(), answer.raw());
    }

    private static Arguments body(String name, String json, int status, String word) {
        return raw(name, RawClient.chat(json), status, word);
    }

    private static Arguments raw(String name, String request, int status, String word) {
        return Arguments.of(name, request, status, word);
    }

    private static String message(Answer answer) {
        return answer.body().substring("{\"error\":{\"message\":\"".length());
    }
}
