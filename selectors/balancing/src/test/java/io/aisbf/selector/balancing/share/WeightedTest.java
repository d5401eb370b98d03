// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import static io.aisbf.selector.balancing.Given.REQUEST;
import static io.aisbf.selector.balancing.Given.call;
import static io.aisbf.selector.balancing.Given.candidates;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WeightedTest {
    private static final int DRAWS = 60_000;

    private final Weighted weighted = new Weighted(new Random(7));

    @Test
    void threeToOneSendsThreeOfFourCallsToTheFirst() {
        Map<String, Integer> firsts =
                count(candidates(3, 1), ranked -> ranked.getFirst().target());
        double share = firsts.getOrDefault("c0", 0) / (double) DRAWS;
        assertEquals(0.75, share, 0.01);
    }

    @Test
    void firstPlacesFollowTheWeights() {
        double[] weights = {5, 2, 0.5, 1, 1.5};
        Map<String, Integer> firsts =
                count(candidates(weights), ranked -> ranked.getFirst().target());
        Map<String, Double> expected = new HashMap<>();
        for (int i = 0; i < weights.length; i++) {
            expected.put("c" + i, weights[i] / 10);
        }
        // 4 degrees of freedom: 18.47 is exceeded once in a thousand samples.
        assertTrue(chiSquare(firsts, expected) < 18.47, () -> "first places " + firsts);
    }

    @Test
    void wholeOrdersFollowTheWeights() {
        Map<String, Integer> orders = count(candidates(3, 2, 1), WeightedTest::order);
        // The chance of an order is that of drawing its members one after another without putting them back.
        Map<String, Double> expected = Map.of(
                "c0c1c2", 3.0 / 6 * 2 / 3,
                "c0c2c1", 3.0 / 6 * 1 / 3,
                "c1c0c2", 2.0 / 6 * 3 / 4,
                "c1c2c0", 2.0 / 6 * 1 / 4,
                "c2c0c1", 1.0 / 6 * 3 / 5,
                "c2c1c0", 1.0 / 6 * 2 / 5);
        // 5 degrees of freedom: 20.52 is exceeded once in a thousand samples.
        assertTrue(chiSquare(orders, expected) < 20.52, () -> "orders " + orders);
    }

    @Test
    void theTestOfFrequenciesWouldNoticeAnEvenDraw() {
        Map<String, Integer> even =
                count(candidates(1, 1), ranked -> ranked.getFirst().target());
        assertTrue(chiSquare(even, Map.of("c0", 0.75, "c1", 0.25)) > 100);
    }

    @Test
    void weightZeroIsTheLastResortInTheOrderOfTheFile() {
        assertEquals(Map.of("c1c0c2", DRAWS), count(candidates(0, 1, 0), WeightedTest::order));
        assertEquals(Map.of("c0c1c2", DRAWS), count(candidates(0, 0, 0), WeightedTest::order));
    }

    @Test
    void tinyAndHugeWeightsKeepTheirProportion() {
        for (double unit : new double[] {1e-300, 1e300}) {
            Map<String, Integer> firsts = count(
                    candidates(3 * unit, unit), ranked -> ranked.getFirst().target());
            assertEquals(0.75, firsts.getOrDefault("c0", 0) / (double) DRAWS, 0.01);
        }
    }

    @Test
    void theSameSeedGivesTheSameOrders() {
        assertEquals(orders(1), orders(1));
        assertNotEquals(orders(1), orders(2));
    }

    @Test
    void refusesAWeightThatIsNone() {
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            IllegalArgumentException refusal = assertThrows(
                    IllegalArgumentException.class, () -> weighted.rank(REQUEST, candidates(1, weight), call()));
            assertEquals(
                    "the weight of c1 is " + weight + "; give it a number that is 0 or more", refusal.getMessage());
        }
    }

    private static List<String> orders(long seed) {
        Weighted seeded = new Weighted(new Random(seed));
        List<String> orders = new ArrayList<>();
        for (int draw = 0; draw < 100; draw++) {
            orders.add(order(seeded.rank(REQUEST, candidates(3, 2, 1), call())));
        }
        return orders;
    }

    private Map<String, Integer> count(List<Candidate> candidates, Function<List<Candidate>, String> feature) {
        Map<String, Integer> counts = new HashMap<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            counts.merge(feature.apply(weighted.rank(REQUEST, candidates, call())), 1, Integer::sum);
        }
        return counts;
    }

    private static double chiSquare(Map<String, Integer> found, Map<String, Double> expected) {
        assertTrue(expected.keySet().containsAll(found.keySet()), () -> "never expected: " + found);
        double sum = 0;
        for (Map.Entry<String, Double> entry : expected.entrySet()) {
            double wanted = entry.getValue() * DRAWS;
            double difference = found.getOrDefault(entry.getKey(), 0) - wanted;
            sum += difference * difference / wanted;
        }
        return sum;
    }

    private static String order(List<Candidate> ranked) {
        StringBuilder order = new StringBuilder();
        ranked.forEach(candidate -> order.append(candidate.target()));
        return order.toString();
    }
}
