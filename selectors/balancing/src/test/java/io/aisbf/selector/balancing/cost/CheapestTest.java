// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.cost;

import static io.aisbf.selector.balancing.Given.candidates;
import static io.aisbf.selector.balancing.Given.priced;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import io.aisbf.selector.balancing.Given;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CheapestTest {
    private static final List<Candidate> THREE = candidates(1, 1, 1);

    @Test
    void aLongPromptGoesWhereInputIsCheapAShortOneWhereOutputIs() throws Exception {
        List<Candidate> candidates = List.of(priced(THREE.get(0), 1, 20), priced(THREE.get(1), 5, 10));

        assertEquals("c0c1", order(cheapest(Map.of()), prompt(40_000), candidates));
        assertEquals("c1c0", order(cheapest(Map.of()), prompt(40), candidates));
    }

    @Test
    void theExpectedAnswerIsTheOperatorsToSay() throws Exception {
        List<Candidate> candidates = List.of(priced(THREE.get(0), 1, 20), priced(THREE.get(1), 5, 10));

        assertEquals("c1c0", order(cheapest(Map.of("output_tokens", 5000)), prompt(40_000), candidates));
        assertEquals("c0c1", order(cheapest(Map.of("output_tokens", 0)), prompt(40), candidates));
    }

    @Test
    void aClientThatWantsFewTokensPaysForFew() throws Exception {
        List<Candidate> candidates = List.of(priced(THREE.get(0), 1, 20), priced(THREE.get(1), 5, 10));

        assertEquals("c1c0", order(cheapest(Map.of()), prompt(1000), candidates));
        assertEquals("c0c1", order(cheapest(Map.of()), atMost(prompt(1000), 10), candidates));
        assertEquals("c1c0", order(cheapest(Map.of()), atMost(prompt(1000), 100_000), candidates));
        assertEquals("c0c1", order(cheapest(Map.of()), atMost(prompt(40_000), 100_000), candidates));
    }

    @Test
    void anUnknownPriceComesAfterEveryKnownOneAndWeightZeroLast() throws Exception {
        List<Candidate> candidates = List.of(
                priced(new Candidate("free", 0, ""), 0, 0),
                new Candidate("unknown", 9, ""),
                priced(new Candidate("dear", 1, ""), 1000, 1000));

        assertEquals("dearunknownfree", order(cheapest(Map.of()), prompt(100), candidates));
    }

    @Test
    void equalPricesAreDrawnByWeight() throws Exception {
        List<Candidate> weighted = candidates(3, 1);
        List<Candidate> candidates = List.of(priced(weighted.get(0), 1, 2), priced(weighted.get(1), 1, 2));
        SelectionStrategy cheapest = cheapest(Map.of());
        int toTheFirst = 0;
        for (int draw = 0; draw < 40_000; draw++) {
            toTheFirst += order(cheapest, prompt(100), candidates).startsWith("c0") ? 1 : 0;
        }
        assertEquals(30_000, toTheFirst, 400);
    }

    @Test
    void refusesAnAnswerOfLessThanNothing() {
        SettingsException refusal = assertThrows(SettingsException.class, () -> cheapest(Map.of("output_tokens", -1)));
        assertEquals(
                "test.output_tokens: an answer cannot have -1 tokens; write 0 or more, such as 500",
                refusal.getMessage());
    }

    private static SelectionStrategy cheapest(Map<String, Object> settings) {
        return new CheapestFactory().create(MapSettings.of(settings), FixedContext.of(new PlainJson()));
    }

    private static ChatRequest prompt(int length) {
        return ChatRequest.of("rotation/test", List.of(Message.of(Message.Role.USER, "x".repeat(length))));
    }

    private static ChatRequest atMost(ChatRequest request, int tokens) {
        Sampling none = Sampling.DEFAULT;
        return request.withSampling(new Sampling(
                none.temperature(),
                none.topP(),
                none.topK(),
                OptionalInt.of(tokens),
                none.stop(),
                none.seed(),
                none.choices(),
                none.frequencyPenalty(),
                none.presencePenalty()));
    }

    private static String order(SelectionStrategy strategy, ChatRequest request, List<Candidate> candidates)
            throws Exception {
        StringBuilder order = new StringBuilder();
        strategy.rank(request, candidates, Given.call()).forEach(candidate -> order.append(candidate.target()));
        return order.toString();
    }
}
