// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.survival.bed.Bimodal;
import io.aisbf.distribution.survival.bed.Survey;
import io.aisbf.distribution.survival.bed.Tally;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two candidates of which each is quick nineteen times in twenty and slow once: a second one that is asked beside a slow
 * first one halves the slowest hundredth, costs a tenth more calls at most, and the loser is let go.
 */
@Tag("alone")
@Timeout(240)
class HedgingIT {
    private static final int WARM = 150;
    private static final int CALLS = 800;

    @Test
    void halvesTheSlowestHundredth() throws Exception {
        try (Bimodal alone = new Bimodal();
                Bimodal hedged = new Bimodal();
                Product product = Product.start(
                        alone.providers("alone") + hedged.providers("hedged").replace("providers:\n", "") + """
                            rotations:
                              alone: {strategy: round_robin, models: {alone-a/text: 1, alone-b/text: 1}}
                              hedged: {strategy: round_robin, hedge: true, models: {hedged-a/text: 1, hedged-b/text: 1}}
                            """)) {
            alone.run(product, "alone", WARM);
            Tally without = alone.run(product, "alone", CALLS);
            int before = hedged.run(product, "hedged", WARM).attempts();
            Tally with = hedged.run(product, "hedged", CALLS);

            Survey.print("one answer in twenty takes 600 ms instead of 20", List.of(without, with));
            String figures = "\n" + Tally.head() + "\n" + without.row() + "\n" + with.row();
            assertEquals(0, without.wrong().size() + with.wrong().size(), without.wrong() + " " + with.wrong());
            assertEquals(CALLS, without.attempts(), figures);
            assertTrue(without.millis(0.99) >= Bimodal.SLOW.toMillis(), "there is something to win" + figures);
            assertTrue(with.millis(0.99) <= without.millis(0.99) / 2, "p99" + figures);
            // Counted from the first call on: what quiet times save up may be spent later.
            assertTrue(before + with.attempts() <= (WARM + CALLS) * 1.1 + 1, before + " before, extra calls" + figures);
            assertTrue(with.attempts() > CALLS, "somebody was hedged" + figures);
            assertTrue(
                    hedged.letGo() >= 0.6 * hedged.slow(),
                    "losers are let go: " + hedged.letGo() + " of " + hedged.slow() + " slow ones" + figures);
        }
    }
}
