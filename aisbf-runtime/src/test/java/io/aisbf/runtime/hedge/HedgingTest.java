// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What learned delays and a budget come to, simulated call by call: no time passes. */
class HedgingTest {
    private static final int CALLS = 50_000;
    private static final double SHARE = 0.1;
    private static final double QUANTILE = 0.95;

    private final SplittableRandom random = new SplittableRandom(4);
    private final Delays delays = new Delays();
    private final HedgeBudget budget = new HedgeBudget(SHARE);
    private int extra;

    /** Now and then one takes thirty times as long as the others, which are not all alike either. */
    private double bimodal() {
        return random.nextInt(100) < 5 ? 600 + random.nextDouble() * 50 : 20 + random.nextDouble() * 5;
    }

    private double hedged() {
        budget.called();
        double first = bimodal();
        double delay = delays.quantile("a/m", true, QUANTILE)
                .map(learned -> learned.toNanos() / 1e6)
                .orElse(Double.POSITIVE_INFINITY);
        if (first <= delay || !budget.take()) {
            observe(first);
            return first;
        }
        extra++;
        double second = bimodal();
        double won = Math.min(first, delay + second);
        boolean secondWon = delay + second < first;
        observe(secondWon ? second : first);
        delays.outlasted("a/m", true, duration(secondWon ? won : won - delay));
        return won;
    }

    private static Duration duration(double millis) {
        return Duration.ofNanos(Math.round(millis * 1e6));
    }

    private void observe(double millis) {
        delays.observe("a/m", true, duration(millis));
    }

    private static double p99(double[] latencies) {
        Arrays.sort(latencies);
        return latencies[(int) (latencies.length * 0.99)];
    }

    @Test
    void halvesTheSlowestOfABimodalUpstreamForATenthMoreCalls() {
        double alone = p99(random.doubles(CALLS).map(_ -> bimodal()).toArray());
        double hedged = p99(random.doubles(CALLS).map(_ -> hedged()).toArray());

        assertTrue(hedged <= alone / 2, "p99 " + hedged + " ms instead of " + alone + " ms");
        assertTrue(extra <= CALLS * SHARE + 1, extra + " extra calls");
        assertTrue(extra > CALLS / 100, "nothing was hedged, so nothing was shown");
    }

    @Test
    void costsNoMoreThanTheBudgetWhenEverythingTurnsSlow() {
        for (int i = 0; i < 100; i++) {
            observe(20);
        }
        for (int i = 0; i < CALLS; i++) {
            budget.called();
            extra += budget.take() ? 1 : 0;
        }

        assertTrue(extra <= CALLS * SHARE + 1, extra + " extra calls");
    }

    @Test
    void doesNotTurnOnOrdinaryCallsBecauseTheSlowOnesAreCutShort() {
        random.doubles(CALLS).forEach(_ -> hedged());

        Duration learned = delays.quantile("a/m", true, QUANTILE).orElseThrow();
        assertTrue(learned.toMillis() >= 23, "learned " + learned);
    }
}
