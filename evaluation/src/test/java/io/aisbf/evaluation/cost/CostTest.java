// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.rival.SlidingWindow;
import io.aisbf.runtime.count.Measure;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CostTest {
    /** The sizes of the table, divided by eight. */
    private static final int SCALE = 8;

    private final Measure measure = new Measure();
    private final Work agent = new Work(150, SCALE, 0);

    private static Bill bill(Means means, Work work, int from, OptionalInt to) throws Exception {
        return Policy.engine(means, work.window(), from, to).bill(work);
    }

    private static double everything(Work work) throws Exception {
        return Policy.everything().bill(work).cost();
    }

    @Test
    void costsHalfOfSendingEverything() throws Exception {
        cheap(Means.plain());
    }

    @Test
    void costsHalfOfItWithTheRecommendedChain() throws Exception {
        Means means = Means.recommended();
        Assumptions.assumeFalse(means.chain().isEmpty(), "none of the recommended methods is there");
        cheap(means);
    }

    private void cheap(Means means) throws Exception {
        double all = everything(agent);
        Bill bill = bill(means, agent, 80, OptionalInt.empty());
        assertTrue(bill.cost() <= 0.55 * all, () -> "80: " + bill.cost() / all);
        assertTrue(bill.stable() >= 0.99, () -> "stable: " + bill.stable());
    }

    @Test
    void costsNeverMoreThanSendingEverything() throws Exception {
        for (int every : new int[] {0, 1}) {
            Work work = new Work(150, 2 * SCALE, every);
            double all = everything(work);
            for (int[] setting : new int[][] {{80, 60}, {20, 5}}) {
                Bill bill = bill(Means.plain(), work, setting[0], OptionalInt.of(setting[1]));
                assertTrue(
                        bill.cost() <= 1.02 * all,
                        () -> setting[0] + " to " + setting[1] + ", user every " + every + ": " + bill.cost() / all);
            }
        }
    }

    @Test
    void aWindowThatSlidesCostsFiveTimesAsMuch() throws Exception {
        long high = agent.window() * 80 / 100;
        Bill bill = Policy.everyTime(
                        new SlidingWindow(messages -> measure.count(Counting.MODEL, messages)), high, high, 0)
                .bill(agent);
        assertTrue(bill.cost() > 3 * everything(agent), () -> "it costs " + bill.cost() / 1);
        assertEquals(1, Policy.everything().bill(agent).stable());
    }
}
