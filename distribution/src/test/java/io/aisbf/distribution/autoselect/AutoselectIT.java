// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.autoselect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.autoselect.Client.Answer;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Act;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Who answers is chosen by rules and by asking a model, over the unzipped product. */
@Tag("alone")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AutoselectIT {
    private static final String YAML = Product.NO_COOLDOWN + """
        providers:
          up: {type: openai, endpoint: "ENDPOINT", api_key: sk-up, protocols: [openai-chat], retries: 0}
          tight: {type: openai, endpoint: "ENDPOINT", api_key: sk-tight, protocols: [openai-chat], retries: 0,
              models: [{name: picker, rate_limit_RPM: 1}]}
        rotations:
          coding: {models: {up/coder: 1}}
          general: {models: {up/talker: 1}}
          long: {models: {up/reader: 1}}
        autoselect:
          smart:
            selection_model: up/picker
            fallback: general
            strategy_settings: &patient {timeout: 60s}
            available_models: &two
              - {model_id: rotation/coding, description: "programs and their errors"}
              - {model_id: general, description: "everything else"}
          hasty:
            selection_model: up/picker
            fallback: general
            available_models: *two
          limited:
            selection_model: tight/picker
            fallback: general
            strategy_settings: *patient
            available_models: *two
          chain:
            strategy: [rules, autoselect]
            selection_model: up/picker
            fallback: general
            strategy_settings:
              autoselect: {timeout: 60s}
              rules:
                rules:
                  - {name: big, when: {tokens: ">2000"}, use: long}
                  - {name: german, when: {language: de}, use: general}
            available_models:
              - {model_id: rotation/coding, description: "programs and their errors"}
              - {model_id: general, description: "everything else"}
              - {model_id: long, description: "long texts"}
        """;
    private static final int PATIENCE = 20;
    private static final String ASKED = "Why does my loop never end?";

    private final Models models = new Models();
    private Product product;
    private Client client;
    private int number;

    @BeforeAll
    void start() throws IOException {
        product = Product.start(YAML.replace("ENDPOINT", models.endpoint()));
        client = new Client(product.address());
    }

    @BeforeEach
    void pickCoding() {
        models.picks(tag("rotation/coding"));
    }

    @AfterAll
    void stop() {
        client.close();
        product.close();
        models.close();
    }

    private static String tag(String name) {
        return "<aisbf_model_autoselection>" + name + "</aisbf_model_autoselection>";
    }

    /** A question that was not put before. */
    private String another() {
        number++;
        return ASKED + " It is the " + number + "th that I ask about.";
    }

    private static void answeredBy(String name, Answer answer) {
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.body().contains("I am " + name + "."), answer.body());
    }

    @Test
    void aModelIsAskedForClientsOfEveryKindStreamedOrNot() throws Exception {
        for (String path : List.of("/v1/chat/completions", "/v1/messages")) {
            for (boolean stream : List.of(false, true)) {
                ObjectNode question =
                        Client.question("autoselect/smart", another()).put("stream", stream);
                Answer answer = client.post(path, question, Optional.empty());
                answeredBy("coder", answer);
                assertEquals("up/coder;s=autoselect;c=0.90;of=rotation/coding", answer.selected());
            }
        }
        assertEquals(4, models.asked(Models.PICKER).size());
        JsonNode put = models.asked(Models.PICKER).getFirst();
        assertFalse(put.path("stream").asBoolean());
        assertEquals(0, put.path("temperature").asInt(-1));
        String told = put.at("/messages/0/content").asText();
        assertTrue(told.contains("<aisbf_autoselect_list>\nrotation/coding: programs and their errors\n"), told);
        String said = put.at("/messages/1/content").asText();
        assertTrue(said.startsWith("<aisbf_user_prompt>\n" + ASKED) && said.endsWith("\n</aisbf_user_prompt>"), said);
    }

    @Test
    void whateverTheModelSaysOrDoesTheFallbackAnswersInTime() throws Exception {
        for (String hostile : List.of("", tag("up/reader"), "I am sorry.", tag("evil/model") + " not coding")) {
            models.picks(hostile);
            Answer answer = client.chat("smart", another());
            answeredBy("talker", answer);
            assertEquals("up/talker;s=fallback;of=general", answer.selected());
        }
        models.picker(_ -> List.of(RawUpstream.reply(500, "application/json", "{\"error\":{\"message\":\"no\"}}")));
        answeredBy("talker", client.chat("smart", another()));
        models.picker(_ -> List.of(Act.RESET));
        answeredBy("talker", client.chat("smart", another()));
        models.picker(_ -> List.of(Act.STALL));
        long start = System.nanoTime();
        answeredBy("talker", client.chat("hasty", another()));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofSeconds(1)) > 0 && took.compareTo(Duration.ofSeconds(30)) < 0, "" + took);
        assertTrue(trail().contains("autoselect: up/picker did not answer within 1500 ms"), trail());
        models.picks(tag("evil/model"));
        client.chat("smart", another());
        assertTrue(trail().contains("autoselect: up/picker chose somebody who is not on the list"), trail());
        assertFalse(trail().contains("evil"), trail());
    }

    /** What is told of the last call. */
    private String trail() throws Exception {
        String id = client.get("/api/calls").json().at("/calls/0/id").asText();
        return client.get("/api/calls/" + id).body();
    }

    @Test
    void theSameQuestionIsPutOnceAndFiftyAtTheSameMomentAreToo() throws Exception {
        String question = another();
        for (int i = 0; i < 3; i++) {
            answeredBy("coder", client.chat("smart", question));
        }
        assertEquals(1, models.asked(Models.PICKER).size());
        models.picker(asked ->
                List.of(new RawUpstream.Pause(Duration.ofMillis(700)), Models.whole(asked, tag("rotation/coding"))));
        String together = another();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = IntStream.range(0, 50)
                    .mapToObj(_ -> threads.submit(() -> client.chat("smart", together)))
                    .toList();
            for (Future<Answer> answer : answers) {
                answeredBy("coder", answer.get());
            }
        }
        assertEquals(1, models.asked(Models.PICKER).size());
        assertEquals(50, models.asked("coder").size());
    }

    @Test
    void explainingAsksNobody() throws Exception {
        String question = another();
        JsonNode before = explained("smart", question);
        assertEquals("autoselect/smart", before.path("model").asText());
        assertEquals("up/talker", before.path("target").asText());
        assertEquals("s=fallback;of=general", before.path("selected").asText());
        assertTrue(before.toString().contains("autoselect: up/picker would be asked"), before.toString());
        assertEquals(
                0, models.asked(Models.PICKER).size() + models.asked("talker").size());
        client.chat("smart", question);
        JsonNode after = explained("smart", question);
        assertEquals("up/coder", after.path("target").asText());
        assertTrue(after.toString().contains("up/picker chose it, as remembered"), after.toString());
        assertEquals(1, models.asked(Models.PICKER).size());
        assertEquals(
                "up/reader",
                explained("chain", "word ".repeat(3_000)).path("target").asText());
        assertEquals(1, models.asked("coder").size());
    }

    private JsonNode explained(String model, String text) throws Exception {
        Answer answer = client.post("/api/autoselect/explain", Client.question(model, text), Optional.empty());
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    @Test
    void rulesSpareTheQuestion() throws Exception {
        Answer big = client.chat("chain", "word ".repeat(3_000));
        answeredBy("reader", big);
        assertEquals("up/reader;s=rules;c=1.00;of=long", big.selected());
        assertTrue(trail().contains("rule 'big': 3,"), trail());
        answeredBy("talker", client.chat("chain", "Wie wird das Wetter morgen und was ziehe ich an?"));
        assertTrue(trail().contains("rule 'german': language de"), trail());
        assertEquals(0, models.asked(Models.PICKER).size());
        answeredBy("coder", client.chat("chain", another()));
        assertTrue(trail().contains("rules: no rule holds"), trail());
        assertEquals(1, models.asked(Models.PICKER).size());
    }

    @Test
    void whatIsAskedIsLimitedAndBooked() throws Exception {
        answeredBy("coder", client.chat("limited", another()));
        Answer answer = client.chat("limited", another());
        answeredBy("talker", answer);
        assertEquals(1, models.asked(Models.PICKER).size(), "the limit is one a minute");
        assertTrue(trail().contains("autoselect: tight/picker could not be asked: rate limited"), trail());
        JsonNode rows = client.get("/api/usage?by=provider").json().path("rows");
        assertEquals("tight", rows.path(0).path("provider").asText(), rows.toString());
        assertEquals(1, rows.path(0).path("attempts").asInt(), rows.toString());
        assertEquals(12, rows.path(0).path("input_tokens").asInt(), rows.toString());
    }

    @Test
    void theOperatorsOwnTextReplacesTheBuiltInOne() throws Exception {
        Map<String, String> files = Map.of(
                "aisbf.yaml",
                YAML.replace("ENDPOINT", models.endpoint()),
                "autoselect.md",
                "# Our skill\n\nName a <model_id> in <aisbf_model_autoselection>.\n");
        try (Product own = Product.start(files);
                Client there = new Client(own.address())) {
            answeredBy("coder", there.chat("smart", another()));
        }
        String told =
                models.asked(Models.PICKER).getFirst().at("/messages/0/content").asText();
        assertTrue(told.startsWith("# Our skill\n\nName a <model_id>"), told);
        assertTrue(
                told.contains("<model><model_id>rotation/coding</model_id><model_description>programs and their"
                        + " errors</model_description></model>\n"),
                told);
    }

    /** Such a folder cannot give the choice more time, and a machine that has just started a gateway may be slow. */
    private Answer chosen(Client there) throws Exception {
        Answer answer = new Answer(0, "", "");
        for (int i = 1; i <= PATIENCE && !answer.selected().contains("s=autoselect"); i++) {
            answer = there.post(
                    "/api/autoselect/chat/completions", Client.question("autoselect", another()), Optional.empty());
        }
        return answer;
    }

    @Test
    void aFolderOf032ChoosesAsItDid() throws Exception {
        String providers = """
            {"providers": {"up": {"id": "up", "name": "Up", "endpoint": "%s", "type": "openai",
              "api_key_required": true, "rate_limit": 0}}}
            """.formatted(models.endpoint());
        String rotations = """
            {"rotations": {
              "coding": {"model_name": "coding", "providers": [{"provider_id": "up", "api_key": "sk-1",
                "models": [{"name": "coder", "weight": 1, "rate_limit": 0}]}]},
              "general": {"model_name": "general", "providers": [{"provider_id": "up", "api_key": "sk-1",
                "models": [{"name": "picker", "weight": 1, "rate_limit": 0}]}]}}}
            """;
        String autoselect = """
            {"autoselect": {"model_name": "autoselect", "description": "picks", "fallback": "general",
              "available_models": [{"model_id": "coding", "description": "for programming"},
                {"model_id": "general", "description": "for all else"}]}}
            """;
        models.picks(tag("coding"));
        Map<String, String> files =
                Map.of("providers.json", providers, "rotations.json", rotations, "autoselect.json", autoselect);
        try (Product seed = Product.start(files);
                Client there = new Client(seed.address())) {
            answeredBy("coder", chosen(there));
        }
    }
}
