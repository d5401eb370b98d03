// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmsTest {
    private static final String PLUGIN = "provider 'eu'";

    private static CallException late() {
        return new CallException(Failure.TIMED_OUT, "late");
    }

    @Test
    void leavesNoInterruptBehindHoweverCloselyTheEndOfAWaitAndItsDeadlineMeet() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        Alarms alarms = new Alarms(clock::get);
        AtomicBoolean over = new AtomicBoolean();
        Thread sweeper = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                clock.incrementAndGet();
                alarms.sweep();
            }
        });
        int fired = 0;
        try (Alarms.Alarm alarm = alarms.begin(PLUGIN, () -> false)) {
            // On a busy machine the sweeper may not even have begun by then.
            for (int i = 0; i < 100_000 || (fired == 0 && i < 100_000_000); i++) {
                fired += fires(alarm, clock.get() + 1) ? 1 : 0;
                assertFalse(Thread.currentThread().isInterrupted());
            }
        } finally {
            over.set(true);
            sweeper.join();
        }
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(fired > 0, "no deadline was met at all");
    }

    /** Waits for next to nothing, and tells whether that took too long. */
    private static boolean fires(Alarms.Alarm alarm, long due) throws InterruptedException {
        try {
            alarm.await(
                    () -> {
                        Thread.onSpinWait();
                        if (Thread.interrupted()) {
                            throw new InterruptedException();
                        }
                        return "done";
                    },
                    due,
                    AlarmsTest::late);
            return false;
        } catch (CallException e) {
            return true;
        }
    }

    @Test
    void interruptsNoSoonerThanTheDeadlineAndSoonAfterIt() {
        long[] after = new long[11];
        try (Alarms alarms = new Alarms(System::nanoTime).start();
                Alarms.Alarm alarm = alarms.begin(PLUGIN, () -> false)) {
            Arrays.setAll(after, _ -> afterTheDeadline(alarm));
        }
        Arrays.sort(after);
        assertTrue(after[0] >= 0, after[0] + " ns too early");
        // Twenty are the promise. A busy machine may hold up some of them for any time, but hardly most of them.
        assertTrue(after[5] <= Duration.ofMillis(200).toNanos(), after[5] + " ns late, in the middle of eleven");
    }

    /** Waits for what never comes; how many nanoseconds after the deadline that ended. */
    private static long afterTheDeadline(Alarms.Alarm alarm) {
        CountDownLatch never = new CountDownLatch(1);
        long due = System.nanoTime() + Duration.ofMillis(30).toNanos();
        CallException e = assertThrows(
                CallException.class, () -> alarm.await(() -> never.await(1, TimeUnit.MINUTES), due, AlarmsTest::late));
        long after = System.nanoTime() - due;
        assertEquals("late", e.getMessage());
        return after;
    }

    @Test
    void isSilentAfterItWasClosed() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        Alarms alarms = new Alarms(clock::get);
        try (Alarms.Alarm alarm = alarms.begin(PLUGIN, () -> false)) {
            assertEquals("x", alarm.await(() -> "x", 5, AlarmsTest::late));
            clock.set(100);
            alarms.sweep();
        }
        alarms.sweep();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void countsFromAnywhereOnTheClock() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 2);
        Alarms alarms = new Alarms(clock::get);
        long due = clock.get() + 10;
        try (Alarms.Alarm alarm = alarms.begin(PLUGIN, () -> false)) {
            assertThrows(
                    CallException.class,
                    () -> alarm.await(
                            () -> {
                                alarms.sweep();
                                assertFalse(Thread.currentThread().isInterrupted());
                                clock.addAndGet(10);
                                alarms.sweep();
                                if (Thread.interrupted()) {
                                    throw new InterruptedException();
                                }
                                return "nothing";
                            },
                            due,
                            AlarmsTest::late));
        }
    }
}
