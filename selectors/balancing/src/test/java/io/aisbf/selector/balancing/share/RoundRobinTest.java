// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import static io.aisbf.selector.balancing.Given.candidates;
import static io.aisbf.selector.balancing.Given.first;
import static io.aisbf.selector.balancing.Given.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.testing.Together;
import io.aisbf.selector.balancing.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    private final RoundRobin roundRobin = new RoundRobin(new Random(1));

    @Test
    void equalsTakeTurnsInTheOrderOfTheFile() throws Exception {
        assertEquals("c0c1c2c0c1c2c0", turns(candidates(1, 1, 1), 7));
    }

    @Test
    void theTurnsOfAHeavyOneAreSpreadOut() throws Exception {
        assertEquals("c0c0c1c0c2c0c0", turns(candidates(5, 1, 1), 7));
        assertEquals("c0c0c1c0c2c0c0", turns(candidates(5, 1, 1), 7), "and the round begins anew");
    }

    @Test
    void everyRoundHoldsTheWeightsExactly() throws Exception {
        for (int round = 0; round < 100; round++) {
            Map<String, Integer> counts = new HashMap<>();
            for (int turn = 0; turn < 20; turn++) {
                counts.merge(first(roundRobin, candidates(5, 3, 2)), 1, Integer::sum);
            }
            assertEquals(Map.of("c0", 10, "c1", 6, "c2", 4), counts);
        }
    }

    @Test
    void oneThatWasAwayDoesNotCatchUp() throws Exception {
        List<Candidate> all = candidates(1, 1, 1);
        turns(all, 4);
        assertEquals(50, count("c1", all.subList(1, 3), 100));
        int back = count("c0", all, 30);
        assertTrue(back >= 9 && back <= 11, () -> "a third of 30 was due, it got " + back);
    }

    @Test
    void theTurnsOfTheOneThatFailsGoToTheOthersByWeight() throws Exception {
        Map<String, Integer> seconds = new HashMap<>();
        for (int draw = 0; draw < 40_000; draw++) {
            List<Candidate> ranked = roundRobin.rank(Given.REQUEST, candidates(2, 3, 1), Given.call());
            if (ranked.getFirst().target().equals("c0")) {
                seconds.merge(ranked.get(1).target(), 1, Integer::sum);
            }
        }
        assertEquals(10_000, seconds.getOrDefault("c1", 0), 300, seconds.toString());
    }

    @Test
    void weightZeroHasNoTurn() throws Exception {
        for (int turn = 0; turn < 100; turn++) {
            assertTrue(order(roundRobin, candidates(0, 1, 0, 2)).endsWith("c0c2"));
        }
        assertEquals("c0c1", order(roundRobin, candidates(0, 0)));
    }

    @Test
    void turnsHoldForManyThreads() throws Exception {
        List<Integer> parts = Together.run(8, () -> count("c0", candidates(5, 3, 2), 1000));
        assertEquals(4000, parts.stream().mapToInt(Integer::intValue).sum());
    }

    private int count(String target, List<Candidate> candidates, int turns) throws Exception {
        int count = 0;
        for (int turn = 0; turn < turns; turn++) {
            count += first(roundRobin, candidates).equals(target) ? 1 : 0;
        }
        return count;
    }

    private String turns(List<Candidate> candidates, int count) throws Exception {
        StringBuilder turns = new StringBuilder();
        for (int turn = 0; turn < count; turn++) {
            turns.append(first(roundRobin, candidates));
        }
        return turns.toString();
    }
}
