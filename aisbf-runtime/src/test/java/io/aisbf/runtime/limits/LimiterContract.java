// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Period;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Limiter} promises, wherever it keeps what it counts. */
public abstract class LimiterContract<D extends Desk> {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit TPM = Desk.tokens(100, MINUTE);
    private static final Limit RPM = Desk.requests(2, MINUTE);

    /** Where the limiter is. */
    protected final D desk;

    /** Looks at the limiter of that desk. */
    protected LimiterContract(D desk) {
        this.desk = desk;
    }

    @Test
    void takesFromAllLimitsOrFromNone() {
        Limit day = new Limit("day", Limit.Unit.TOKENS, 50, new Limit.Window.Sliding(Duration.ofDays(1)));
        desk.granted("a", 40, TPM, day);

        Limiter.Answer.Refused refused = desk.refused("b", 20, TPM, day, RPM);

        assertEquals(day, refused.limit());
        assertEquals(40, refused.used());
        assertEquals(20, refused.wanted());
        desk.filled(TPM, 0, 40);
        desk.filled(RPM, 0, 0);
    }

    @Test
    void namesTheLimitThatLastsLongest() {
        Limit hour = new Limit("hour", Limit.Unit.TOKENS, 100, new Limit.Window.Sliding(Duration.ofHours(1)));
        desk.granted("a", 100, TPM, hour);

        assertEquals(hour, desk.refused("b", 1, TPM, hour).limit());
        assertEquals(hour, desk.refused("b", 1, hour, TPM).limit());
    }

    @Test
    void aClaimLargerThanALimitNeverPasses() {
        Limit small = new Limit("small", Limit.Unit.TOKENS, 10, new Limit.Window.Sliding(MINUTE));
        desk.granted("a", 10, TPM);

        Limiter.Answer.Refused refused = desk.refused("b", 95, TPM, small);

        assertEquals(small, refused.limit());
        assertEquals(Optional.empty(), refused.after());
    }

    @Test
    void claimingTwiceByTheSameNameClaimsOnce() {
        desk.granted("a", 60, TPM);
        desk.granted("a", 60, TPM);
        desk.filled(TPM, 0, 60);
        desk.settle("a", 50, Certainty.EXACT);

        desk.granted("a", 60, TPM);

        desk.filled(TPM, 50, 0);
    }

    @Test
    void aLimitThatIsNamedTwiceCountsOnce() {
        desk.granted("a", 60, TPM, TPM);
        desk.filled(TPM, 0, 60);
    }

    @Test
    void anExactFigureGivesBackAndAdds() {
        desk.granted("a", 60, TPM);
        desk.granted("b", 40, TPM);
        desk.settle("a", 20, Certainty.EXACT);
        desk.filled(TPM, 20, 40);

        desk.settle("b", 300, Certainty.EXACT);

        desk.filled(TPM, 320, 0);
        assertEquals(320, desk.refused("c", 1, TPM).used());
        desk.pass(Duration.ofSeconds(61));
        desk.granted("c", 1, TPM);
    }

    @Test
    void anUnderestimateNeverGivesBack() {
        desk.granted("a", 60, TPM);
        desk.granted("b", 10, TPM);
        desk.settle("a", 5, Certainty.UNDERESTIMATE);
        desk.settle("b", 15, Certainty.UNDERESTIMATE);

        desk.filled(TPM, 75, 0);
    }

    @Test
    void nothingSentGivesAllBackTheRequestAndTheSpacingToo() {
        Limit spacing = Desk.spacing(Duration.ofSeconds(5));
        desk.granted("a", 60, TPM, RPM, spacing);

        desk.settle("a", 60, Certainty.NOTHING);

        desk.filled(TPM, 0, 0);
        desk.filled(RPM, 0, 0);
        desk.granted("b", 100, TPM, RPM, spacing);
    }

    @Test
    void onlyTheFirstSettlementCountsAndUnknownOnesDoNot() {
        desk.granted("a", 60, TPM);
        desk.settle("nobody", 60, Certainty.EXACT);
        desk.settle("a", 30, Certainty.EXACT);
        desk.settle("a", 0, Certainty.NOTHING);

        desk.filled(TPM, 30, 0);
    }

    @Test
    void aSettlementCorrectsTheMomentOfItsReservation() {
        desk.granted("a", 60, TPM);
        desk.pass(Duration.ofSeconds(59));
        desk.settle("a", 90, Certainty.EXACT);
        desk.filled(TPM, 90, 0);

        desk.pass(Duration.ofSeconds(2));

        desk.filled(TPM, 0, 0);
    }

    @Test
    void whatHasSlidOutWhileItWasUnderWayIsNotBookedAnew() {
        desk.granted("a", 60, TPM);
        desk.pass(Duration.ofSeconds(70));
        desk.granted("b", 100, TPM);

        desk.settle("a", 60, Certainty.EXACT);

        desk.filled(TPM, 0, 100);
    }

    @Test
    void aReservationNobodySettlesIsUsedWhenItsLeaseIsOver() {
        Limit day = Desk.tokens(100, Duration.ofDays(1));
        desk.granted("a", 60, day);
        desk.pass(Desk.LEASE.minus(desk.tick()));
        desk.filled(day, 0, 60);

        desk.pass(desk.tick());

        desk.filled(day, 60, 0);
        desk.settle("a", 0, Certainty.NOTHING);
        desk.filled(day, 60, 0);
    }

    @Test
    void spacingTellsTheExactWait() {
        Limit spacing = Desk.spacing(Duration.ofMillis(1500));
        desk.granted("a", 1, spacing);
        assertEquals(
                Optional.of(Duration.ofMillis(1500)),
                desk.refused("b", 1, spacing).after());
        desk.pass(Duration.ofMillis(1500).minus(desk.tick()));
        assertEquals(Optional.of(desk.tick()), desk.refused("b", 1, spacing).after());

        desk.pass(desk.tick());

        desk.granted("b", 1, spacing);
        desk.refused("c", 1, spacing);
    }

    @Test
    void aLimitMayBeRaisedAndLoweredWhileItIsUsed() {
        desk.granted("a", 60, TPM);
        desk.granted("b", 60, Desk.tokens(200, MINUTE));

        assertEquals(120, desk.refused("c", 1, Desk.tokens(50, MINUTE)).used());
    }

    @Test
    void daysAndMonthsAreThoseOfTheCalendar() {
        Limit day = Desk.budget(100, Period.DAY);
        Limit month = Desk.budget(150, Period.MONTH);
        desk.granted("a", 100, day, month);
        assertEquals(
                Optional.of(Duration.ofHours(14)), desk.refused("b", 10, day).after());
        assertEquals(
                Optional.of(Duration.ofHours(14 + 8 * 24)),
                desk.refused("b", 60, day, month).after());

        desk.pass(Duration.ofHours(14).minus(desk.tick()));
        desk.refused("b", 10, day);
        desk.pass(desk.tick());
        desk.granted("b", 50, day, month);

        assertEquals(
                Optional.of(Duration.ofDays(8)), desk.refused("c", 1, month).after());
        desk.pass(Duration.ofDays(8));
        desk.granted("c", 150, month);
        desk.pass(Duration.ofDays(30));
        desk.refused("d", 1, month);
        desk.pass(Duration.ofDays(1));
        desk.granted("d", 150, month);
    }

    @Test
    void februaryOfALeapYearHasADayMore() {
        Limit month = Desk.budget(10, Period.MONTH);
        // From 22 November 2026, ten o'clock, to the first of February 2028.
        desk.pass(Duration.ofDays(436).minusHours(10));
        desk.granted("a", 10, month);

        assertEquals(
                Optional.of(Duration.ofDays(29)), desk.refused("b", 1, month).after());
    }

    @Test
    void absurdClaimsNeitherOverflowNorMakeRoom() {
        desk.granted("a", -5, TPM);
        desk.settle("a", -1000, Certainty.EXACT);
        desk.filled(TPM, 0, 0);
        assertEquals(Optional.empty(), desk.refused("b", Long.MAX_VALUE, TPM).after());
        Limit endless = Desk.tokens(Long.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE));
        desk.granted("c", 50, TPM, endless);
        desk.settle("c", Long.MAX_VALUE, Certainty.EXACT);

        desk.refused("d", 1, TPM, endless);
    }
}
