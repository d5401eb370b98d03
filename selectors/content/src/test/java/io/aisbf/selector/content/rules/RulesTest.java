// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import static io.aisbf.selector.content.rules.Ruled.CANDIDATES;
import static io.aisbf.selector.content.rules.Ruled.call;
import static io.aisbf.selector.content.rules.Ruled.prompt;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Deciding;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RulesTest {
    private static final Map<String, Object> LONG =
            Map.of("name", "long", "when", Map.of("tokens", ">20000"), "use", "big");
    private static final Map<String, Object> ALWAYS = Map.of("use", List.of("small", "other"));

    private static final List<Map<String, Object>> BAD = List.of(
            Map.of(),
            Map.of("when", Map.of("tokens", ">1")),
            when("tokens", "many"),
            when("tokens", "20..10"),
            when("turns", "<"),
            when("code_share", "half"),
            when("images", "some"),
            when("language", "xx"),
            when("matches", "(unclosed"),
            when("header", "x"),
            when("header", Map.of("x-a", "[")),
            when("hours", "8-18"),
            when("hours", "25:00-26:00"),
            when("days", "mon-noday"),
            when("days", "m"),
            Map.of("when", Map.of("hours", "08:00-18:00", "zone", "Mars/Olympus"), "use", "big"),
            when("zone", "UTC"),
            when("not", Map.of()),
            when("any", List.of(Map.of())),
            when("not", Map.of("not", Map.of("not", Map.of("not", Map.of("json", true))))));

    private static Decision decide(List<Map<String, Object>> rules, String text, List<Candidate> offered)
            throws Exception {
        try (Deciding strategy = Ruled.strategy(Ruled.CONTEXT, rules)) {
            return strategy.decide(prompt(text), offered, call());
        }
    }

    private static List<String> targets(Decision decision) {
        return decision.order().stream().map(Candidate::target).toList();
    }

    @Test
    void theFirstThatHoldsDecidesAndOnlyThoseItNamesAreTried() throws Exception {
        List<Map<String, Object>> rules = List.of(LONG, ALWAYS, Map.of("use", "other"));
        Decision big = decide(rules, "word ".repeat(20_000), CANDIDATES);
        assertEquals(List.of("big"), targets(big));
        assertEquals("rule 'long': 25,000 tokens", big.reason());
        assertEquals(1, big.confidence());
        Decision small = decide(rules, "word", CANDIDATES);
        assertEquals(List.of("small", "other"), targets(small));
        assertEquals("rule '2': always", small.reason());
    }

    @Test
    void whereNoneHoldsThereIsNoOpinion() throws Exception {
        Decision none = decide(List.of(LONG), "word", CANDIDATES);
        assertFalse(none.decided());
        assertEquals("no rule holds", none.reason());
    }

    @Test
    void aRuleThatNamesNobodyWhoIsThereIsPassedOverAndThatIsSaid() throws Exception {
        List<Map<String, Object>> rules =
                List.of(Map.of("name", "gone", "use", "gone"), Map.of("name", "away", "use", "big"), ALWAYS);
        Decision decision = decide(rules, "word", List.of(CANDIDATES.getFirst()));
        assertEquals(List.of("small"), targets(decision));
        assertEquals(
                "rule '3': always (rule 'gone' holds too, but gone cannot be asked now; rule 'away' holds too, but big"
                        + " cannot be asked now)",
                decision.reason());
        assertEquals(
                "no rule holds (rule 'gone' holds too, but gone cannot be asked now)",
                decide(rules.subList(0, 1), "word", CANDIDATES).reason());
    }

    @Test
    void tokensAreCountedOnlyWhereARuleTurnsOnThem() throws Exception {
        AtomicInteger counts = new AtomicInteger();
        FixedContext fixed = Ruled.CONTEXT;
        FixedContext context = new FixedContext(
                fixed.models(),
                (model, text) -> {
                    counts.incrementAndGet();
                    return text.length() / 4;
                },
                List.of(),
                fixed.http(),
                fixed.json(),
                fixed.clock(),
                fixed.random());
        List<Map<String, Object>> rules = List.of(
                LONG,
                Map.of("when", Map.of("tokens", ">30000"), "use", "big"),
                Map.of("when", Map.of("characters", ">99999999", "tokens", ">1"), "use", "big"));
        try (Deciding strategy = Ruled.strategy(context, rules)) {
            strategy.decide(prompt("word ".repeat(1_000)), CANDIDATES, call());
            assertEquals(0, counts.get(), "5,000 letters are no 20,000 tokens");
            strategy.decide(prompt("word ".repeat(10_000)), CANDIDATES, call());
            assertEquals(1, counts.get(), "once for all rules");
        }
    }

    @Test
    void nothingIsRememberedSoARehearsalSaysTheSame() throws Exception {
        try (Deciding strategy = Ruled.strategy(Ruled.CONTEXT, List.of(LONG, ALWAYS))) {
            assertEquals(
                    strategy.decide(prompt("word"), CANDIDATES, call()),
                    strategy.decide(prompt("word"), CANDIDATES, call().rehearsed()));
        }
    }

    @Test
    void badRulesStopTheStartAndSayWhatToWrite() {
        assertAll(BAD.stream().map(rule -> (Executable) () -> {
            SettingsException refused =
                    assertThrows(SettingsException.class, () -> Ruled.strategy(Ruled.CONTEXT, List.of(rule)));
            String message = String.valueOf(refused.getMessage());
            assertTrue(
                    message.startsWith("test.rules.0")
                            && (message.contains("write ") || message.contains("Java") || message.contains("wanted")),
                    message);
        }));
        SettingsException none = assertThrows(
                SettingsException.class, () -> new RulesFactory().create(MapSettings.of(Map.of()), Ruled.CONTEXT));
        assertTrue(String.valueOf(none.getMessage()).contains("test.rules: has no rule; write "));
    }

    @Test
    void aMisspelledConditionIsLeftForTheGatewayToComplainOf() {
        MapSettings settings =
                MapSettings.of(Map.of("rules", List.of(Map.of("when", Map.of("tokns", ">1"), "use", "big"))));
        new RulesFactory().create(settings, Ruled.CONTEXT).close();
        assertEquals(List.of("test.rules.0.when.tokns"), settings.unread());
    }

    private static Map<String, Object> when(String key, Object value) {
        return Map.of("when", Map.of(key, value), "use", "big");
    }
}
