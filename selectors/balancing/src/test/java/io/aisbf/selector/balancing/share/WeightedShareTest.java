// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import static io.aisbf.selector.balancing.Given.candidates;
import static io.aisbf.selector.balancing.Given.first;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.testing.Together;
import io.aisbf.selector.balancing.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How evenly the first places are shared out. */
class WeightedShareTest {
    private static final int DRAWS = 100_000;
    private static final int WINDOW = 100;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void fiveThreeTwoHoldsWithinOnePercentOverAHundredThousandCalls(long seed) throws Exception {
        int[] counts = counts(draws(weighted(seed), candidates(5, 3, 2), DRAWS), 3);
        for (int i = 0; i < 3; i++) {
            double share = new double[] {0.5, 0.3, 0.2}[i];
            assertEquals(1, counts[i] / (share * DRAWS), 0.01, () -> Arrays.toString(counts));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyWindowOfAHundredCallsIsWithinFiveOfTheShares(long seed) throws Exception {
        assertTrue(worst(draws(weighted(seed), candidates(5, 3, 2), DRAWS), 5, 3, 2) <= 5);
        assertTrue(worst(draws(weighted(seed), candidates(1, 1), DRAWS), 1, 1) <= 5);
        assertTrue(worst(draws(weighted(seed), candidates(7, 1, 3, 2.5, 9), DRAWS), 7, 1, 3, 2.5, 9) <= 5);
    }

    @Test
    void plainDiceWouldNotPassTheTestOfWindows() {
        Random dice = new Random(1);
        List<Integer> draws =
                dice.doubles(DRAWS).mapToObj(u -> u < 0.5 ? 0 : u < 0.8 ? 1 : 2).toList();
        assertTrue(worst(draws, 5, 3, 2) > 10, () -> "the worst window is off by " + worst(draws, 5, 3, 2));
    }

    @Test
    void theShareOfTheOneThatFailsGoesToTheOthersByWeight() throws Exception {
        SelectionStrategy weighted = weighted(3);
        int[] seconds = new int[4];
        for (int draw = 0; draw < DRAWS; draw++) {
            List<Candidate> ranked = weighted.rank(Given.REQUEST, candidates(4, 3, 2, 1), Given.call());
            if (ranked.getFirst().target().equals("c0")) {
                seconds[number(ranked.get(1).target())]++;
            }
        }
        for (int i = 1; i < 4; i++) {
            assertEquals((4 - i) / 6.0, seconds[i] / (0.4 * DRAWS), 0.01, Arrays.toString(seconds));
        }
    }

    @Test
    void oneThatComesAndGoesGetsItsShareWhileItIsThere() throws Exception {
        SelectionStrategy weighted = weighted(4);
        int[] counts = new int[3];
        List<Candidate> all = candidates(5, 3, 2);
        for (int draw = 0; draw < DRAWS; draw++) {
            boolean cooling = draw / 37 % 2 == 0;
            counts[number(first(weighted, cooling ? all.subList(1, 3) : all))]++;
        }
        assertEquals(0.5 / 2, counts[0] / (double) DRAWS, 0.0025, Arrays.toString(counts));
        assertEquals((0.3 + 0.6) / 2, counts[1] / (double) DRAWS, 0.0045, Arrays.toString(counts));
        assertEquals((0.2 + 0.4) / 2, counts[2] / (double) DRAWS, 0.003, Arrays.toString(counts));
    }

    @Test
    void noRhythmAmongTheCallsFallsInWithTheSequence() throws Exception {
        for (int rhythm = 2; rhythm <= 21; rhythm++) {
            SelectionStrategy weighted = weighted(rhythm);
            List<Integer> all = draws(weighted, candidates(1, 1), DRAWS);
            int ofThem = 0;
            int toTheFirst = 0;
            for (int i = 0; i < all.size(); i += rhythm) {
                ofThem++;
                toTheFirst += all.get(i) == 0 ? 1 : 0;
            }
            assertEquals(0.5, toTheFirst / (double) ofThem, 0.02, "each " + rhythm + "th call");
        }
    }

    @Test
    void twoInstancesAreNotInStep() throws Exception {
        Random random = new Random(5);
        List<Integer> one = draws(new Weighted(random), candidates(1, 1), DRAWS);
        List<Integer> other = draws(new Weighted(random), candidates(1, 1), DRAWS);
        int alike = 0;
        for (int i = 0; i < DRAWS; i++) {
            alike += one.get(i).equals(other.get(i)) ? 1 : 0;
        }
        assertEquals(0.5, alike / (double) DRAWS, 0.1);
    }

    @Test
    void sharesHoldForManyThreads() throws Exception {
        SelectionStrategy weighted = weighted(6);
        List<List<Integer>> parts = Together.run(8, () -> draws(weighted, candidates(5, 3, 2), DRAWS / 8));
        int[] counts = counts(parts.stream().flatMap(List::stream).toList(), 3);
        assertEquals(0.5 * DRAWS, counts[0], 0.005 * DRAWS, Arrays.toString(counts));
        assertEquals(0.2 * DRAWS, counts[2], 0.002 * DRAWS, Arrays.toString(counts));
    }

    private static Weighted weighted(long seed) {
        return new Weighted(new Random(seed));
    }

    private static List<Integer> draws(SelectionStrategy strategy, List<Candidate> candidates, int count)
            throws Exception {
        List<Integer> draws = new ArrayList<>(count);
        for (int draw = 0; draw < count; draw++) {
            draws.add(number(first(strategy, candidates)));
        }
        return draws;
    }

    private static int number(String target) {
        return Integer.parseInt(target.substring(1));
    }

    private static int[] counts(List<Integer> draws, int candidates) {
        int[] counts = new int[candidates];
        draws.forEach(draw -> counts[draw]++);
        return counts;
    }

    /** By how many calls the worst of all windows misses the worst-treated candidate's share. */
    private static double worst(List<Integer> draws, double... weights) {
        double whole = Arrays.stream(weights).sum();
        int[] counts = new int[weights.length];
        double worst = 0;
        for (int end = 0; end < draws.size(); end++) {
            counts[draws.get(end)]++;
            if (end >= WINDOW) {
                counts[draws.get(end - WINDOW)]--;
            }
            for (int i = 0; end >= WINDOW - 1 && i < weights.length; i++) {
                worst = Math.max(worst, Math.abs(counts[i] - WINDOW * weights[i] / whole));
            }
        }
        return worst;
    }
}
