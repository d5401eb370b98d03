// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.autoselect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.autoselect.Client.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules, then embeddings, then a model: with somebody who makes embeddings and without. */
@Tag("alone")
@Timeout(240)
class ChainIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String LOCAL = "  local: {type: local}\n";
    private static final String YAML = """
        providers:
          up: {type: openai, endpoint: "ENDPOINT", api_key: sk-up, protocols: [openai-chat], retries: 0}
        LOCAL
        autoselect:
          smart:
            strategy: [rules, embedding, autoselect]
            selection_model: up/picker
            fallback: up/talker
            strategy_settings:
              rules: {rules: [{name: big, when: {tokens: ">2000"}, use: up/reader}]}
              autoselect: {timeout: 60s}
            available_models:
              - model_id: up/coder
                description: writing, explaining and repairing programs
                examples: ["Why does this Python loop never end?", "Write a SQL query that finds duplicate rows",
                    "Refactor this Java class to use records", "Add unit tests for the parser",
                    "What does the segmentation fault in my C program mean?"]
              - model_id: up/talker
                description: everyday errands such as travel, banking, appointments and weather
                examples: ["Book me a table for two at seven", "What is my account balance?", "Will it rain tomorrow?",
                    "Set an alarm for six in the morning", "What time does my flight leave?"]
              - model_id: up/reader
                description: long documents to be summarised
                examples: ["Summarise this report in five points", "What does this contract say about notice?",
                    "Give me the gist of these minutes", "Compare the two papers below",
                    "List the main arguments of this essay"]
        """;

    private static String tag(String name) {
        return "<aisbf_model_autoselection>" + name + "</aisbf_model_autoselection>";
    }

    private static String trail(Client client) throws Exception {
        String id = client.get("/api/calls").json().at("/calls/0/id").asText();
        return client.get("/api/calls/" + id).body();
    }

    /** It learns what the candidates are good at behind the first calls, which do without it meanwhile. */
    private static void awaitEmbeddings(Client client) throws Exception {
        String selected = "";
        long start = System.nanoTime();
        while (!selected.contains("s=embedding") && System.nanoTime() - start < PATIENCE.toNanos()) {
            selected = client.chat("smart", "Write a SQL query that finds duplicate rows")
                    .selected();
        }
        assertTrue(selected.contains("s=embedding"), trail(client));
    }

    private static String rightFor(String text) {
        return Stream.of("Java", "SQL", "Python").anyMatch(text::contains) ? "up/coder" : "up/talker";
    }

    @Test
    void withoutEmbeddingsTheModelIsAskedAndTheTrailSaysWhy() throws Exception {
        try (Models models = new Models();
                Product product = Product.start(
                        YAML.replace("ENDPOINT", models.endpoint()).replace("LOCAL\n", ""));
                Client client = new Client(product.address())) {
            models.picks(tag("up/coder"));
            Answer answer = client.chat("smart", "Fix the compiler error in this function");
            assertEquals("up/coder;s=autoselect;c=0.90;of=up/coder", answer.selected(), answer.body());
            String trail = trail(client);
            assertTrue(trail.contains("rules: no rule holds") && trail.contains("embedding: no model"), trail);
            Answer big = client.chat("smart", "word ".repeat(3_000));
            assertEquals("up/reader;s=rules;c=1.00;of=up/reader", big.selected());
        }
    }

    @Test
    void withEmbeddingsItIsSeldomAskedAndLookingTellsTheSame() throws Exception {
        List<String> clear = List.of(
                "Why does my Java loop never end?",
                "Write a SQL query that counts duplicate rows",
                "Add unit tests for this Python parser",
                "What is the balance of my bank account?",
                "Book a table for four at eight",
                "Will it rain in Hamburg tomorrow?");
        try (Models models = new Models();
                Product product = Product.start(
                        YAML.replace("ENDPOINT", models.endpoint()).replace("LOCAL\n", LOCAL));
                Client client = new Client(product.address())) {
            models.picker(asked -> List.of(Models.whole(
                    asked, tag(rightFor(asked.at("/messages/1/content").asText())))));
            awaitEmbeddings(client);
            for (String text : clear) {
                String expected = rightFor(text);
                JsonNode told = client.post("/api/autoselect/explain", Client.question("smart", text), Optional.empty())
                        .json();
                Answer answer = client.chat("smart", text);
                assertTrue(answer.selected().startsWith(expected + ";s="), text + ": " + trail(client));
                if (answer.selected().contains("s=embedding")) {
                    assertEquals(expected, told.path("target").asText(), told.toString());
                }
            }
            assertTrue(models.asked(Models.PICKER).size() <= 3, () -> "" + models.asked(Models.PICKER));
        }
    }
}
