// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CarrierTest {
    @Test
    void interruptsTheThreadOnceAndRemembersTheFirstReason() {
        Carrier carrier = new Carrier(Long.MAX_VALUE);
        carrier.stop(Carrier.Reason.CLIENT_GONE);
        carrier.stop(Carrier.Reason.TIME_IS_UP);
        assertTrue(Thread.interrupted());
        assertEquals(Carrier.Reason.CLIENT_GONE, carrier.reason());
        carrier.close();
    }

    @Test
    void neverInterruptsWhatTheThreadDoesAfterwards() {
        Carrier carrier = new Carrier(Long.MAX_VALUE);
        carrier.close();
        carrier.stop(Carrier.Reason.CLIENT_GONE);
        assertFalse(Thread.currentThread().isInterrupted());
        Carrier late = new Carrier(Long.MAX_VALUE);
        late.stop(Carrier.Reason.SHUTDOWN);
        late.close();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void stopsACallWhoseTimeIsUpAndNoOther() {
        Carrier carrier = new Carrier(1_000);
        carrier.check(1_000);
        assertEquals(Carrier.Reason.NONE, carrier.reason());
        carrier.check(1_001);
        assertEquals(Carrier.Reason.TIME_IS_UP, carrier.reason());
        carrier.close();
    }

    @Test
    void cutsTheClientLooseOfACallThatGoesOn() {
        Carrier carrier = new Carrier(1_000);
        int[] cuts = {0};
        carrier.onStubborn(() -> cuts[0]++);
        carrier.check(1_001);
        carrier.check(900_000_000);
        assertEquals(0, cuts[0]);
        carrier.check(1_100_000_000);
        carrier.check(1_200_000_000);
        assertEquals(1, cuts[0]);
        carrier.close();
    }

    @Test
    void letsACallSayWhyHoweverLateTheClockIsLookedAt() {
        Carrier carrier = new Carrier(1_000);
        int[] cuts = {0};
        carrier.onStubborn(() -> cuts[0]++);
        carrier.check(5_000_000_000L);
        carrier.check(5_900_000_000L);
        assertEquals(Carrier.Reason.TIME_IS_UP, carrier.reason());
        assertEquals(0, cuts[0]);
        carrier.check(6_100_000_000L);
        assertEquals(1, cuts[0]);
        carrier.close();
    }

    @Test
    void wakesAThreadThatWaits() {
        Carrier carrier = new Carrier(Long.MAX_VALUE);
        CountDownLatch never = new CountDownLatch(1);
        Thread other = Thread.startVirtualThread(() -> carrier.stop(Carrier.Reason.CLIENT_GONE));
        assertThrows(InterruptedException.class, never::await);
        carrier.close();
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(other.isVirtual());
    }
}
