// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Period;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClockJumpTest {
    private static final Limit DAY = Desk.budget(100, Period.DAY);
    private static final Limit MONTH = Desk.budget(100, Period.MONTH);
    private static final Duration ONE_DAY = Duration.ofDays(1);

    private final MemoryDesk desk = new MemoryDesk();

    @Test
    void aDayEndsAtMidnightAndAMonthOnTheFirst() {
        desk.granted("a", 100, DAY);
        desk.settle("a", 100, Certainty.EXACT);
        assertEquals(
                Optional.of(Duration.ofHours(14)), desk.refused("b", 1, DAY).after());
        desk.pass(Duration.ofHours(14).minusNanos(1));
        desk.refused("b", 1, DAY);
        desk.pass(Duration.ofNanos(1));
        desk.granted("b", 100, DAY, MONTH);

        assertEquals(
                Optional.of(Duration.ofDays(8)),
                desk.refused("c", 1, DAY, MONTH).after());
        desk.pass(Duration.ofDays(8));
        desk.granted("c", 100, DAY, MONTH);
    }

    @Test
    void theYearEndsWithItsLastMonth() {
        desk.pass(Duration.ofDays(30));
        desk.granted("a", 100, MONTH);

        assertEquals(
                Optional.of(Duration.ofHours(9 * 24 + 14)),
                desk.refused("b", 1, MONTH).after());
    }

    @Test
    void slidingWindowsDoNotCareForTheClock() {
        Limit minute = Desk.tokens(100, Duration.ofMinutes(1));
        desk.granted("a", 100, minute);
        desk.setClock(ONE_DAY);
        desk.refused("b", 1, minute);
        desk.setClock(ONE_DAY.multipliedBy(-400));
        desk.refused("b", 1, minute);

        desk.pass(Duration.ofSeconds(61));

        desk.granted("b", 100, minute);
    }

    @Test
    void settingTheClockBackDoesNotReopenASpentBudget() {
        desk.granted("a", 100, DAY, MONTH);
        for (int days = 1; days <= 300; days *= 7) {
            desk.setClock(ONE_DAY.multipliedBy(-days));
            desk.refused("b", 1, DAY);
            desk.refused("b", 1, MONTH);
        }
    }

    @Test
    void whatIsSpentWhileTheClockIsBehindCountsWhenItIsRightAgain() {
        desk.granted("a", 50, DAY);
        desk.setClock(ONE_DAY.negated());
        desk.granted("b", 50, DAY);
        desk.setClock(ONE_DAY);

        desk.refused("c", 1, DAY);
    }

    @Test
    void aClockThatWasAheadDoesNotReopenTheDayItComesBackTo() {
        desk.granted("a", 100, DAY);
        desk.setClock(ONE_DAY.multipliedBy(30));
        desk.granted("b", 60, DAY);
        desk.settle("b", 60, Certainty.EXACT);
        desk.setClock(ONE_DAY.multipliedBy(-30));

        desk.refused("c", 1, DAY);
    }

    @Test
    void aClockThatWasAheadDoesNotBlockForAsLongAsItWasAhead() {
        desk.setClock(ONE_DAY.multipliedBy(300));
        desk.granted("a", 100, DAY);
        desk.settle("a", 100, Certainty.EXACT);
        desk.setClock(ONE_DAY.multipliedBy(-300));
        desk.refused("b", 1, DAY);

        desk.pass(ONE_DAY.plusHours(1));
        desk.filled(DAY, 0, 0);

        desk.granted("b", 100, DAY);
    }

    @Test
    void bearsAnyClock() {
        desk.setClock(Duration.ofDays(-100_000));
        desk.granted("a", 1, DAY, MONTH);
        desk.setClock(Duration.ofDays(100_000));
        desk.limiter().replay(java.time.Instant.MAX, List.of(DAY, MONTH), 0, 100);
        desk.refused("b", 1, DAY);
        desk.refused("b", 1, MONTH);
    }
}
