// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private final Delays delays = new Delays();

    private void observe(String target, boolean streamed, int fromMillis, int toMillis) {
        IntStream.range(fromMillis, toMillis)
                .forEach(millis -> delays.observe(target, streamed, Duration.ofMillis(millis)));
    }

    @Test
    void saysNothingBelowTwentyObservations() {
        observe("a/m", true, 0, 19);
        assertEquals(Optional.empty(), delays.quantile("a/m", true, 0.95));

        observe("a/m", true, 19, 20);
        assertEquals(Optional.of(Duration.ofMillis(18)), delays.quantile("a/m", true, 0.95));
    }

    @Test
    void keepsTargetsAndMannersApart() {
        observe("a/m", true, 1, 101);
        observe("b/m", true, 1001, 1101);

        assertEquals(Optional.empty(), delays.quantile("a/m", false, 0.5));
        assertTrue(delays.quantile("a/m", true, 0.5).orElseThrow().toMillis() < 101);
        assertTrue(delays.quantile("b/m", true, 0.5).orElseThrow().toMillis() > 1000);
    }

    @Test
    void forgetsWhatIsMoreThan256CallsAgo() {
        observe("a/m", false, 5_000, 5_300);
        observe("a/m", false, 0, 272);

        assertTrue(delays.quantile("a/m", false, 1).orElseThrow().toMillis() < 272);
    }

    @Test
    void followsWithinSixteenObservations() {
        observe("a/m", false, 0, 256);
        Duration before = delays.quantile("a/m", false, 1).orElseThrow();
        observe("a/m", false, 9_000, 9_016);

        assertTrue(before.toMillis() < 256);
        assertTrue(delays.quantile("a/m", false, 1).orElseThrow().toMillis() >= 9_000);
    }

    @Test
    void takesTheEndsForQuantilesOfNoughtAndOne() {
        observe("a/m", true, 1, 21);

        assertEquals(Optional.of(Duration.ofMillis(1)), delays.quantile("a/m", true, 0));
        assertEquals(Optional.of(Duration.ofMillis(20)), delays.quantile("a/m", true, 1));
    }

    @Test
    void countsAWaitInVainOnlyWhereItWasALongOne() {
        delays.outlasted("a/m", true, Duration.ofSeconds(9));
        observe("a/m", true, 1, 101);
        IntStream.range(0, 16).forEach(_ -> delays.outlasted("a/m", true, Duration.ofMillis(2)));
        assertEquals(Optional.of(Duration.ofMillis(5)), delays.quantile("a/m", true, 0.05));

        IntStream.range(0, 16).forEach(_ -> delays.outlasted("a/m", true, Duration.ofSeconds(9)));
        assertEquals(Optional.of(Duration.ofSeconds(9)), delays.quantile("a/m", true, 0.95));
    }

    @Test
    void forgetsTheTargetsUsedLongestAgo() {
        observe("used/m", true, 1, 40);
        for (int i = 0; i < 1_500; i++) {
            delays.observe("t" + i + "/m", true, Duration.ofMillis(1));
            assertTrue(delays.quantile("used/m", true, 0.5).isPresent());
        }

        assertEquals(1_000, delays.size());
    }
}
