// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryLimiterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit TPM = Desk.tokens(100, MINUTE);
    private static final Limit RPM = Desk.requests(2, MINUTE);

    private final Desk desk = new Desk();

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
        desk.pass(Desk.LEASE.minusNanos(1));
        desk.filled(day, 0, 60);

        desk.pass(Duration.ofNanos(1));

        desk.filled(day, 60, 0);
        desk.settle("a", 0, Certainty.NOTHING);
        desk.filled(day, 60, 0);
        assertEquals(1, desk.limiter.size());
    }

    @Test
    void spacingTellsTheExactWait() {
        Limit spacing = Desk.spacing(Duration.ofMillis(1500));
        desk.granted("a", 1, spacing);
        assertEquals(
                Optional.of(Duration.ofMillis(1500)),
                desk.refused("b", 1, spacing).after());
        desk.pass(Duration.ofMillis(1500).minusNanos(1));
        assertEquals(
                Optional.of(Duration.ofNanos(1)), desk.refused("b", 1, spacing).after());

        desk.pass(Duration.ofNanos(1));

        desk.granted("b", 1, spacing);
        desk.refused("c", 1, spacing);
    }

    @Test
    void limitsThatAreNotTouchedForTheirWindowAreForgotten() {
        for (int i = 0; i < 1000; i++) {
            Limit one = new Limit("limit " + i, Limit.Unit.TOKENS, 10, new Limit.Window.Sliding(MINUTE));
            desk.granted("attempt " + i, 1, one);
            desk.settle("attempt " + i, 1, Certainty.EXACT);
        }
        assertEquals(1000, desk.limiter.size());

        desk.pass(Duration.ofMinutes(3));
        desk.filled(TPM, 0, 0);

        assertEquals(0, desk.limiter.size());
    }

    @Test
    void remembersOnlySoManyNamesThatAreOver() {
        Limit much = Desk.tokens(Long.MAX_VALUE, MINUTE);
        for (int i = 0; i <= MemoryLimiter.REMEMBERED; i++) {
            desk.granted("attempt " + i, 1, much);
            desk.settle("attempt " + i, 1, Certainty.EXACT);
        }
        long before = desk.limiter.fill(List.of(much)).getFirst().used();

        desk.granted("attempt 1", 1, much);
        desk.filled(much, before, 0);
        desk.granted("attempt 0", 1, much);

        desk.filled(much, before, 1);
    }

    @Test
    void aLimitMayBeRaisedAndLoweredWhileItIsUsed() {
        desk.granted("a", 60, TPM);
        desk.granted("b", 60, Desk.tokens(200, MINUTE));

        assertEquals(120, desk.refused("c", 1, Desk.tokens(50, MINUTE)).used());
    }

    @Test
    void absurdAmountsNeitherOverflowNorMakeRoom() {
        desk.granted("a", -5, TPM);
        desk.settle("a", -1000, Certainty.EXACT);
        desk.filled(TPM, 0, 0);
        desk.refused("b", Long.MAX_VALUE, TPM);
        Limit endless = Desk.tokens(Long.MAX_VALUE, Duration.ofSeconds(Long.MAX_VALUE));
        for (int i = 0; i < 5000; i++) {
            desk.granted("much " + i, 1, endless);
        }
        for (int i = 0; i < 5000; i++) {
            desk.settle("much " + i, Long.MAX_VALUE, Certainty.EXACT);
        }
        assertTrue(desk.limiter.fill(List.of(endless)).getFirst().used() > Long.MAX_VALUE / 2);
        desk.refused("c", Long.MAX_VALUE, endless);
    }

    @Test
    void whatWasUsedBeforeTheStartCountsFromItsOwnMoment() {
        desk.pass(Duration.ofSeconds(10));
        Limit day = Desk.budget(1000, Period.DAY);
        List<Limit> limits = List.of(TPM, day, Desk.spacing(Duration.ofSeconds(30)));
        desk.limiter.replay(Desk.START.minusSeconds(20), limits, 70, 500);
        desk.limiter.replay(Desk.START.minusSeconds(200), limits, 70, 300);
        desk.limiter.replay(Desk.START.minusSeconds(36_001), limits, 70, 999);

        desk.filled(TPM, 70, 0);
        desk.filled(day, 800, 0);

        desk.pass(Duration.ofSeconds(32));
        desk.filled(TPM, 0, 0);
    }

    @Test
    void replayTakesTheFutureForNowAndBearsAnyMoment() {
        desk.limiter.replay(Desk.START.plusSeconds(3600), List.of(TPM), 30, 0);
        desk.limiter.replay(Instant.MAX, List.of(TPM), 30, 0);
        desk.limiter.replay(Instant.MIN, List.of(TPM), 30, 0);

        desk.filled(TPM, 60, 0);
        desk.pass(Duration.ofSeconds(61));
        desk.filled(TPM, 0, 0);
    }

    @Test
    void forgetsAllWhenItIsClosed() {
        desk.granted("a", 60, TPM);
        desk.limiter.close();
        assertEquals(0, desk.limiter.size());
    }
}
