// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import static io.aisbf.selector.content.embedding.Given.ALL;
import static io.aisbf.selector.content.embedding.Given.CODE;
import static io.aisbf.selector.content.embedding.Given.COOK;
import static io.aisbf.selector.content.embedding.Given.call;
import static io.aisbf.selector.content.embedding.Given.first;
import static io.aisbf.selector.content.embedding.Given.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final Given given = new Given();

    @Test
    void aDescriptionIsEnough() throws Exception {
        try (Embedding strategy = given.strategy()) {
            Decision decision = strategy.decide(
                    said("What can I use instead of butter in recipes for soups and cakes?"), ALL, call());
            assertEquals("lab/cook", first(decision));
            assertEquals("nearest to its description", decision.reason());
            assertEquals(3, decision.order().size());
            assertEquals(3, decision.scores().size());
            assertEquals("lab/cook", decision.scores().getFirst().target());
            assertEquals("lab/law", first(strategy.decide(said("courts and contracts law"), ALL, call())));
        }
    }

    @Test
    void examplesAreLearnedAndWhatIsUnlikeThemIsLeftToOthers() throws Exception {
        try (Embedding strategy = given.strategy()) {
            List<Candidate> taught = Given.taught();
            Decision python = strategy.decide(said("a python function with a loop"), taught, call());
            assertEquals("lab/code", first(python));
            assertEquals("nearest to its examples", python.reason());
            assertTrue(python.confidence() > 0.5, () -> "sure: " + python.confidence());
            Decision soup = strategy.decide(said("tomato soup recipe"), taught, call());
            assertEquals("lab/cook", first(soup));
            Decision strange = strategy.decide(said("zebras"), taught, call());
            assertEquals("unlike all routes", strange.reason());
            assertEquals(0, strange.confidence());
            assertEquals(2, strange.order().size(), "there is an order all the same");
        }
    }

    @Test
    void instructionsAndAnswersDoNotCountAndEarlierTurnsCountLess() throws Exception {
        try (Embedding strategy = given.strategy()) {
            assertEquals("lab/code", first(strategy.decide(said("python functions"), ALL, call())));
            Decision later =
                    strategy.decide(said("recipes soups cakes", "java python functions programming"), ALL, call());
            assertEquals("lab/code", first(later));
            assertTrue(given.models.embedded.stream().noneMatch(text -> text.contains("lawyer")));
        }
    }

    @Test
    void everyTextIsEmbeddedOnce() throws Exception {
        try (Embedding strategy = given.strategy()) {
            for (int i = 0; i < 3; i++) {
                strategy.decide(said("python functions"), ALL, call());
                strategy.decide(said("python functions", "soups again"), ALL.subList(0, 2), call());
            }
            assertEquals(new HashSet<>(given.models.embedded).size(), given.models.embedded.size());
        }
    }

    @Test
    void whereNobodyMakesEmbeddingsItSaysSoAndTriesAgainLater() throws Exception {
        given.models.failing = Optional.of(Failure.UNKNOWN_TARGET);
        try (Embedding strategy = given.strategy()) {
            Decision none = strategy.decide(said("python"), ALL, call());
            assertFalse(none.decided());
            assertEquals("no model makes embeddings here: there is no local/all-minilm-l6-v2", none.reason());
            given.models.failing = Optional.empty();
            assertFalse(strategy.decide(said("python"), ALL, call()).decided(), "not tried at every call");
            given.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
            assertEquals("lab/code", first(strategy.decide(said("python"), ALL, call())));
        }
    }

    @Test
    void aTextThatTheModelRefusesStopsNobodyElse() throws Exception {
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said("python"), ALL, call());
            given.models.failing = Optional.of(Failure.CONTEXT_TOO_LONG);
            assertFalse(strategy.decide(said("too long for it"), ALL, call()).decided());
            given.models.failing = Optional.empty();
            assertTrue(strategy.decide(said("java"), ALL, call()).decided());
        }
    }

    @Test
    void aCandidateThatIsAwayIsNotForgotten() throws Exception {
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said("python"), ALL, call());
            int known = given.models.embedded.size();
            Decision two = strategy.decide(said("soups and cakes"), List.of(CODE, COOK), call());
            assertEquals("lab/cook", first(two));
            assertEquals(2, two.order().size());
            assertEquals(known + 1, given.models.embedded.size(), "only what was asked is new");
        }
    }

    @Test
    void aChangedDescriptionIsLearned() throws Exception {
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said("python"), ALL, call());
            List<Candidate> changed = List.of(
                    Given.candidate("lab/code", "gardens: flowers and trees"),
                    Given.candidate("lab/cook", "python and java programming functions"));
            assertEquals("lab/cook", first(strategy.decide(said("python functions"), changed, call())));
        }
    }

    @Test
    void aRequestWithoutWordsIsLeftToOthers() throws Exception {
        try (Embedding strategy = given.strategy()) {
            for (String nothing : new String[] {"", " \n\t", "\u0000\u0001"}) {
                assertFalse(strategy.decide(said(nothing), ALL, call()).decided());
            }
        }
    }

    @Test
    void bearsHostilePrompts() throws Exception {
        String[] hostile = {
            "python ".repeat(500_000),
            "\ud800".repeat(10_000),
            "x\udc00y\ud83d",
            "\u202e\u0007".repeat(50_000) + "java",
            "((((".repeat(300_000),
            " ".repeat(2_000_000) + "java",
            "thanks ".repeat(100_000),
            "\n".repeat(1_000_000) + "def f():",
            "中".repeat(1_000_000),
        };
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said("python"), ALL, call());
            for (String prompt : hostile) {
                Decision decision = strategy.decide(said(prompt), ALL, call());
                assertTrue(decision.order().size() == 3 || !decision.decided());
            }
            assertTrue(given.models.embedded.stream().allMatch(text -> text.length() < 1200), "bounded");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedInWords() {
        assertEquals(
                "test.refuse: a number from 0 to 50 is wanted, found 90.0; write such as 3 for 3 per cent",
                refused(Map.of("refuse", 90)));
        assertEquals(
                "test.margin: a number from 0 to 1 is wanted, found -1.0; write such as 0.7",
                refused(Map.of("margin", -1)));
        assertTrue(refused(Map.of("header", "my session")).contains("is not the name of a header"));
        assertTrue(refused(Map.of("model", " ")).contains("names no model"));
        assertTrue(refused(Map.of("session", "0s")).contains("sticky: false"));
    }

    private String refused(Map<String, Object> settings) {
        return assertThrows(SettingsException.class, () -> given.strategy(settings))
                .getMessage();
    }
}
