// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.condensation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.doubles.Doubles;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Condensation is tried without anybody being asked, and what is done in earnest is told in every answer's usage. */
@Timeout(240)
class CondenseEndpointIT {
    private static final String TURNS = turns();

    private static final String WITH_KEYS = """
        providers:
          nobody: {type: openai, endpoint: "http://127.0.0.1:1/v1", api_key: sk-nobody, retries: 0,
              models: [{name: small, context_size: 2000, condense_context: 50, condense_method: semantic},
                       {name: bare, context_size: 2000}]}
        access:
          keys:
            alice: {key: alice-0123456789abcdef, models: ["nobody/*"], rate_limit_RPM: 1}
            bob: {key: bob-0123456789abcdef, models: [nobody/bare]}
        """;

    private static Doubles doubles;
    private static Product product;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException {
        doubles = Doubles.start();
        product = Product.start(Product.NO_COOLDOWN + """
            providers:
              nobody: {type: openai, endpoint: "http://127.0.0.1:1/v1", api_key: sk-nobody, retries: 0,
                  models: [{name: small, context_size: 2000, condense_context: 50, condense_method: semantic},
                           {name: bare, context_size: 2000}]}
              o: {type: openai, endpoint: %s/openai/v1, api_key: sk-double, protocols: [openai-chat], retries: 0,
                  max_tokens_member: max_completion_tokens,
                  models: [{name: text--usage, context_size: 2000, condense_context: 50,
                            condense_method: [hierarchical, semantic]}]}
            rotations:
              first: {models: {nobody/small: 1}}
            condensation: {provider_id: nobody, model: helper}
            """.formatted(doubles.address()));
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void stop() throws Exception {
        http.close();
        product.close();
        doubles.close();
    }

    /** Some 3000 tokens, as every protocol of these tests spells them. */
    private static String turns() {
        List<String> turns = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            turns.add("{\"role\":\"user\",\"content\":\"Turn " + i
                    + ": the boat number " + i + " lies in the harbour of a town that begins with the letter B, and the"
                    + " weather of the day was as it had been on all the days before it.\"}");
            turns.add("{\"role\":\"assistant\",\"content\":\"Noted: boat " + i + ", harbour, weather as before.\"}");
        }
        turns.add("{\"role\":\"user\",\"content\":\"Where does boat number 3 lie?\"}");
        return "[" + String.join(",", turns) + "]";
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(product.address().resolve(path))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\"," + more + "\"messages\":" + TURNS + "}";
    }

    private static JsonNode told(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return Tree.parse(answer.body());
    }

    @Test
    void showsWhatWouldBeDoneAndAsksNobody() throws Exception {
        JsonNode told = told("/api/condense", body("rotation/first", ""));
        assertEquals("nobody/small", told.path("model").asText());
        assertTrue(told.path("condensed").asBoolean(), told.toString());
        assertTrue(
                told.path("condensed_tokens").asLong()
                        < told.path("original_tokens").asLong(),
                told.toString());
        JsonNode messages = told.path("messages");
        assertEquals(
                "Where does boat number 3 lie?",
                messages.path(messages.size() - 1).path("content").asText());
        List<String> kinds = told.path("diff").findValuesAsText("kind");
        assertTrue(kinds.contains("replaced") && kinds.contains("kept"), kinds.toString());
        assertEquals(
                Tree.parse(TURNS).size(),
                IntStream.range(0, kinds.size())
                        .map(i -> told.path("diff").path(i).path("messages").asInt())
                        .sum());
        assertEquals(told, told("/api/condense", body("rotation/first", "")), "it is the same every time");
    }

    @Test
    void tellsWhyNothingWouldBeDoneAndTakesWishes() throws Exception {
        JsonNode bare = told("/api/condense", body("nobody/bare", ""));
        assertFalse(bare.path("condensed").asBoolean(), bare.toString());
        assertTrue(bare.path("reason").asText().contains("condense_method"), bare.toString());
        assertEquals(Tree.parse(TURNS), bare.path("messages"));
        JsonNode wished =
                told("/api/condense", body("nobody/bare", "\"condense_method\":\"algorithmic\",\"goal\":900,"));
        assertTrue(wished.path("condensed_tokens").asLong() <= 900, wished.toString());
        HttpResponse<String> wrong = post("/api/condense", body("nobody/bare", "\"condense_method\":\"telepathy\","));
        assertEquals(400, wrong.statusCode(), wrong.body());
        assertEquals(
                "condense_method", Tree.parse(wrong.body()).at("/error/param").asText(), wrong.body());
        assertEquals(404, post("/api/condense", body("nowhere/x", "")).statusCode());
    }

    @Test
    void otherGatewaysGetTheShapeTheyAskFor() throws Exception {
        JsonNode told = told("/v1/compress", body("nobody/small", "\"config\":{\"protect_recent\":4},"));
        long before = told.path("tokens_before").asLong();
        long after = told.path("tokens_after").asLong();
        assertTrue(after > 0 && after < before, told.toString());
        assertEquals(before - after, told.path("tokens_saved").asLong());
        assertEquals((double) after / before, told.path("compression_ratio").asDouble(), 0.001);
        assertTrue(told.path("transforms_applied").toString().contains("semantic"), told.toString());
        assertEquals("[\"config.protect_recent\"]", told.path("ignored").toString());
        assertTrue(told.path("messages").size() > 0);
        JsonNode small = told("/v1/compress", body("nobody/small", "\"token_budget\":100000,"));
        assertEquals(Tree.parse(TURNS), small.path("messages"));
        assertTrue(small.path("compression_skipped").asBoolean(), small.toString());
    }

    @Test
    void everyProtocolsUsageTellsIt() throws Exception {
        usageTellsIt(
                "/v1/chat/completions",
                "\"stream_options\":{\"include_usage\":true},",
                "\"max_completion_tokens\":50,");
        usageTellsIt("/v1/messages", "", "\"max_tokens\":50,");
        JsonNode ollama = told("/api/chat", body("o/text--usage", "\"stream\":false,"));
        assertTrue(ollama.at("/aisbf/epoch").asInt() >= 1, ollama.toString());
    }

    private static void usageTellsIt(String path, String streaming, String more) throws Exception {
        JsonNode told = told(path, body("o/text--usage", more)).at("/usage/aisbf");
        assertTrue(
                told.path("original_tokens").asLong()
                        > told.path("condensed_tokens").asLong(),
                path + told);
        HttpResponse<String> stream = post(path, body("o/text--usage", more + "\"stream\":true," + streaming));
        assertEquals(200, stream.statusCode(), stream.body());
        assertTrue(stream.body().contains("\"stable_prefix_tokens\":"), stream.body());
    }

    @Test
    void withKeysItIsOpenToWhomTheModelIsAndCostsThemNothing() throws Exception {
        Optional<String> alice = Optional.of("alice-0123456789abcdef");
        Optional<String> bob = Optional.of("bob-0123456789abcdef");
        try (Product closed = Product.start(Product.NO_COOLDOWN + WITH_KEYS)) {
            for (String path : List.of("/api/condense", "/v1/compress")) {
                sameAsForChat(closed, path, Optional.empty(), 401);
                sameAsForChat(closed, path, Optional.of("nobody-0123456789abcdef"), 401);
                sameAsForChat(closed, path, bob, 403);
                for (int i = 0; i < 2; i++) {
                    HttpResponse<String> shown = ask(closed, path, alice);
                    assertEquals(200, shown.statusCode(), shown.body());
                }
            }
            HttpRequest usage = HttpRequest.newBuilder(closed.address().resolve("/api/usage"))
                    .header("authorization", "Bearer " + alice.get())
                    .build();
            String booked =
                    http.send(usage, HttpResponse.BodyHandlers.ofString()).body();
            assertEquals(0, Tree.parse(booked).at("/total/attempts").asInt(-1), booked);
            HttpResponse<String> chat = ask(closed, "/v1/chat/completions", alice);
            assertTrue(chat.statusCode() >= 500, "her one request of the minute is not used up: " + chat.body());
        }
    }

    private static HttpResponse<String> ask(Product gateway, String path, Optional<String> key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.address().resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body("nobody/small", "")));
        key.ifPresent(value -> request.header("authorization", "Bearer " + value));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void sameAsForChat(Product gateway, String path, Optional<String> key, int status) throws Exception {
        HttpResponse<String> refused = ask(gateway, path, key);
        HttpResponse<String> chat = ask(gateway, "/v1/chat/completions", key);
        assertEquals(status, refused.statusCode(), path + refused.body());
        assertEquals(status, chat.statusCode(), chat.body());
        assertEquals(
                Tree.parse(chat.body()).path("error"),
                Tree.parse(refused.body()).path("error"),
                path);
    }
}
