// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CascadeTest {
    private static final List<Candidate> BOTH =
            List.of(new Candidate("big/m", 1, ""), new Candidate("small/m", 1, ""), new Candidate("other/m", 1, ""));
    private static final String[] HARD = {"prove", "theorem", "integral", "lemma", "matrix", "induction"};
    private static final String[] EASY = {"weather", "hello", "recipe", "soup", "song", "birthday"};

    private final WordVectors vectors = new WordVectors();
    private final Random random = new Random(7);

    @TempDir
    Path folder;

    @Test
    void promptsLikeThoseWhereTheStrongModelWasBetterGoToIt() throws Exception {
        try (Cascade cascade = taught(0.5, Map.of())) {
            assertEquals("big/m", first(cascade, text(HARD)));
            assertEquals("small/m", first(cascade, text(EASY)));
            Decision decision = cascade.decide(request(text(HARD)), BOTH, call("other"));
            assertTrue(decision.reason().startsWith("the strong model gains 0."), decision.reason());
            assertTrue(decision.confidence() > 0.6, decision.toString());
            assertEquals(3, decision.order().size(), "the others are there in case both fail");
        }
    }

    @Test
    void theWantedShareGoesToTheStrongModelWhateverIsAsked() throws Exception {
        for (double share : new double[] {0.1, 0.3, 0.7}) {
            try (Cascade cascade = taught(share, Map.of())) {
                int strong = 0;
                // Only a tenth of these is hard, so that the labels alone would send fewer.
                for (int i = 0; i < 5000; i++) {
                    String text = text(random.nextInt(10) == 0 ? HARD : EASY);
                    strong += i >= 1000 && first(cascade, text).equals("big/m") ? 1 : 0;
                }
                assertEquals(share, strong / 4000.0, 0.04);
            }
        }
    }

    @Test
    void withoutLabelsTheLongerPromptsGoToTheStrongModel() throws Exception {
        try (Cascade cascade = cascade(Map.of("share", 0.3))) {
            int strong = 0;
            for (int i = 0; i < 600; i++) {
                strong += first(cascade, "x".repeat(1 + random.nextInt(2000))).equals("big/m") ? 1 : 0;
            }
            assertEquals(0.3, strong / 600.0, 0.06);
            assertEquals("big/m", first(cascade, "y".repeat(1990)));
            assertEquals("small/m", first(cascade, "y".repeat(20)));
        }
    }

    @Test
    void whereNobodyMakesEmbeddingsLengthDecidesAndTheStudyIsNotBegunAnewAtEachCall() throws Exception {
        vectors.away.set(true);
        try (Cascade cascade = cascade(labels())) {
            for (int i = 0; i < 50; i++) {
                Decision decision = cascade.decide(request("what is that?"), BOTH, call("s" + i));
                assertEquals("by its length alone", decision.reason());
            }
            assertTrue(cascade.study().await(Duration.ofMinutes(1)));
        }
        assertEquals(0, vectors.embedded.get());
    }

    @Test
    void aSessionStaysWithTheStrongModel() throws Exception {
        try (Cascade cascade = taught(0.5, Map.of())) {
            assertEquals("big/m", target(cascade.decide(request(text(HARD)), BOTH, call("mine"))));
            Decision later = cascade.decide(request(text(EASY)), BOTH, call("mine"));
            assertEquals("big/m", target(later));
            assertEquals("the session stays with the strong model", later.reason());
            assertEquals("small/m", target(cascade.decide(request(text(EASY)), BOTH, call("yours"))));
        }
    }

    @Test
    void nothingIsRememberedOfARehearsal() throws Exception {
        try (Cascade cascade = taught(0.5, Map.of())) {
            cascade.decide(request(text(HARD)), BOTH, call("mine").rehearsed());
            assertEquals("small/m", target(cascade.decide(request(text(EASY)), BOTH, call("mine"))));
        }
    }

    @Test
    void whatIsLearnedChangesWhoIsChosenAndIsThereAfterARestart() throws Exception {
        Map<String, Object> settings =
                new HashMap<>(Map.of("share", 0.5, "feedback", "learned.jsonl", "sticky", false));
        try (Cascade cascade = cascade(settings)) {
            for (int i = 0; i < 60; i++) {
                cascade.learn(request(text(HARD)), BOTH.get(0), 1);
                cascade.learn(request(text(HARD)), BOTH.get(1), 0);
                cascade.learn(request(text(EASY)), BOTH.get(1), 1);
                cascade.learn(request(text(EASY)), BOTH.get(0), 0.9);
            }
            assertEquals("big/m", first(cascade, text(HARD)));
            assertEquals("small/m", first(cascade, text(EASY)));
        }
        try (Cascade again = cascade(settings)) {
            begin(again);
            assertEquals(240, again.study().neighbours().size());
            assertEquals("big/m", first(again, text(HARD)));
            assertEquals("small/m", first(again, text(EASY)));
        }
    }

    @Test
    void nothingIsLearnedOfOthers() throws Exception {
        try (Cascade cascade = cascade(Map.of())) {
            CallException told =
                    assertThrows(CallException.class, () -> cascade.learn(request("what?"), BOTH.get(2), 1));
            assertTrue(told.getMessage().contains("big/m and small/m"), told.getMessage());
        }
    }

    @Test
    void theOtherIsAskedWhereTheOneIsNotThere() throws Exception {
        try (Cascade cascade = taught(0.5, Map.of())) {
            List<Candidate> weak = BOTH.subList(1, 3);
            assertEquals("small/m", target(cascade.decide(request(text(HARD)), weak, call("a"))));
            assertFalse(cascade.decide(request(text(HARD)), BOTH.subList(2, 3), call("b"))
                    .decided());
        }
    }

    @Test
    void aLabelThatIsNoneIsNamedByItsLine() throws Exception {
        Files.writeString(
                folder.resolve("bad.jsonl"), "{\"prompt\":\"a\",\"strong\":1}\n{\"prompt\":\"b\",\"weak\":7}\n");
        SettingsException told = assertThrows(SettingsException.class, () -> cascade(Map.of("labels", "bad.jsonl")));
        assertTrue(told.getMessage().contains("bad.jsonl:2: weak is 7.0"), told.getMessage());
        assertThrows(SettingsException.class, () -> cascade(Map.of("labels", "absent.jsonl")));
        assertThrows(SettingsException.class, () -> cascade(Map.of("share", 1.5)));
        assertThrows(SettingsException.class, () -> cascade(Map.of("header", "my session")));
        assertThrows(SettingsException.class, () -> cascade(Map.of("weak", "big/m")));
    }

    /** With labels, all of which are known. */
    private Cascade taught(double share, Map<String, Object> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(labels());
        settings.put("share", share);
        settings.putAll(more);
        Cascade cascade = cascade(settings);
        begin(cascade);
        return cascade;
    }

    private static void begin(Cascade cascade) throws Exception {
        cascade.decide(request("begin"), BOTH, call("begin").rehearsed());
        assertTrue(cascade.study().await(Duration.ofMinutes(1)));
    }

    private Map<String, Object> labels() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            boolean hard = i % 2 == 0;
            lines.add("{\"prompt\":\"" + text(hard ? HARD : EASY) + "\",\"strong\":true,\"weak\":" + !hard + "}");
        }
        Files.write(folder.resolve("labels.jsonl"), lines);
        return Map.of("labels", List.of("labels.jsonl"));
    }

    private Cascade cascade(Map<String, Object> settings) {
        Map<String, Object> all =
                new HashMap<>(Map.of("strong", "big/m", "weak", "small/m", "folder", folder.toString()));
        all.putAll(settings);
        return (Cascade) new CascadeFactory()
                .create(MapSettings.of(all), FixedContext.of(new PlainJson()).withModels(vectors));
    }

    private String text(String[] words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        return text.append(random.nextInt(1000)).toString();
    }

    /** As a session of its own. */
    private String first(Cascade cascade, String text) throws Exception {
        return target(cascade.decide(request(text), BOTH, call("s" + random.nextLong())));
    }

    private static String target(Decision decision) {
        return decision.order().getFirst().target();
    }

    private static ChatRequest request(String text) {
        return ChatRequest.of("autoselect/x", List.of(Message.of(Role.USER, text)));
    }

    private static Call call(String session) {
        Call.Client client = new Call.Client(
                name -> name.equals("x-session-id") ? Optional.of(session) : Optional.empty(), Optional.empty());
        return Call.start("c", client, Duration.ofMinutes(1), System::nanoTime);
    }
}
