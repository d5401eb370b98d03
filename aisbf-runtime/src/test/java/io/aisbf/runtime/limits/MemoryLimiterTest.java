// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the limiter in memory promises, and what is its own: what it forgets, and how it is filled after a start. */
class MemoryLimiterTest extends LimiterContract<MemoryDesk> {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Limit TPM = Desk.tokens(100, MINUTE);

    MemoryLimiterTest() {
        super(new MemoryDesk());
    }

    @Test
    void aReservationWhoseLeaseIsOverTakesNoRoom() {
        desk.granted("a", 60, TPM);
        desk.pass(Desk.LEASE);
        desk.filled(TPM, 0, 0);

        assertTrue(desk.limiter().size() <= 1);
    }

    @Test
    void limitsThatAreNotTouchedForTheirWindowAreForgotten() {
        for (int i = 0; i < 1000; i++) {
            Limit one = new Limit("limit " + i, Limit.Unit.TOKENS, 10, new Limit.Window.Sliding(MINUTE));
            desk.granted("attempt " + i, 1, one);
            desk.settle("attempt " + i, 1, Certainty.EXACT);
        }
        assertEquals(1000, desk.limiter().size());

        desk.pass(Duration.ofMinutes(3));
        desk.filled(TPM, 0, 0);

        assertEquals(0, desk.limiter().size());
    }

    @Test
    void remembersOnlySoManyNamesThatAreOver() {
        Limit much = Desk.tokens(Long.MAX_VALUE, MINUTE);
        for (int i = 0; i <= MemoryLimiter.REMEMBERED; i++) {
            desk.granted("attempt " + i, 1, much);
            desk.settle("attempt " + i, 1, Certainty.EXACT);
        }
        long before = desk.limiter().fill(List.of(much)).getFirst().used();

        desk.granted("attempt 1", 1, much);
        desk.filled(much, before, 0);
        desk.granted("attempt 0", 1, much);

        desk.filled(much, before, 1);
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
        assertTrue(desk.limiter().fill(List.of(endless)).getFirst().used() > Long.MAX_VALUE / 2);
        desk.refused("c", Long.MAX_VALUE, endless);
    }

    @Test
    void whatWasUsedBeforeTheStartCountsFromItsOwnMoment() {
        desk.pass(Duration.ofSeconds(10));
        Limit day = Desk.budget(1000, Period.DAY);
        List<Limit> limits = List.of(TPM, day, Desk.spacing(Duration.ofSeconds(30)));
        desk.limiter().replay(Desk.START.minusSeconds(20), limits, 70, 500);
        desk.limiter().replay(Desk.START.minusSeconds(200), limits, 70, 300);
        desk.limiter().replay(Desk.START.minusSeconds(36_001), limits, 70, 999);

        desk.filled(TPM, 70, 0);
        desk.filled(day, 800, 0);

        desk.pass(Duration.ofSeconds(32));
        desk.filled(TPM, 0, 0);
    }

    @Test
    void replayTakesTheFutureForNowAndBearsAnyMoment() {
        desk.limiter().replay(Desk.START.plusSeconds(3600), List.of(TPM), 30, 0);
        desk.limiter().replay(Instant.MAX, List.of(TPM), 30, 0);
        desk.limiter().replay(Instant.MIN, List.of(TPM), 30, 0);

        desk.filled(TPM, 60, 0);
        desk.pass(Duration.ofSeconds(61));
        desk.filled(TPM, 0, 0);
    }

    @Test
    void forgetsAllWhenItIsClosed() {
        desk.granted("a", 60, TPM);
        desk.limiter().close();
        assertEquals(0, desk.limiter().size());
    }
}
