// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.hedge.Racer.Manner;
import io.aisbf.runtime.hedge.Racer.Prize;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RaceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static Prize race(Racer first, Duration delay, Racer second) throws InterruptedException {
        return Race.run(first, delay, () -> Optional.of(second), System::nanoTime);
    }

    private static Racer at(long millis, Manner manner) {
        return new Racer(Duration.ofMillis(millis), manner);
    }

    @Test
    void asksForNoSecondWhenTheFirstIsThereInTime() throws InterruptedException {
        Racer first = at(0, Manner.SUCCEEDS);

        Prize prize = Race.run(
                first,
                LONG,
                () -> {
                    throw new AssertionError("nobody should ask");
                },
                System::nanoTime);

        assertSame(first.prize, prize);
        assertEquals(0, prize.closed.get());
        assertEquals(0, first.told());
    }

    @Test
    void failsWithTheFirstWhenThatFailsInTime() {
        AtomicInteger asked = new AtomicInteger();
        Racer first = at(0, Manner.FAILS);

        CallException thrown = assertThrows(
                CallException.class,
                () -> Race.run(
                        first,
                        LONG,
                        () -> {
                            asked.incrementAndGet();
                            return Optional.empty();
                        },
                        System::nanoTime));

        assertEquals(Failure.PROVIDER_FAILED, thrown.failure());
        assertEquals(0, asked.get());
        assertEquals(0, first.told());
    }

    @Test
    void waitsForTheFirstWhereThereIsNoSecond() throws InterruptedException {
        Racer first = Racer.waiting(Manner.SUCCEEDS);

        Prize prize = Race.run(
                first,
                Duration.ofMillis(1),
                () -> {
                    first.arrive();
                    return Optional.empty();
                },
                System::nanoTime);

        assertSame(first.prize, prize);
    }

    @Test
    void cancelsTheFirstWhenTheSecondIsThereSooner() throws Exception {
        AtomicLong clock = new AtomicLong();
        Racer first = Racer.waiting(Manner.SUCCEEDS);
        Racer second = at(0, Manner.SUCCEEDS);

        Prize prize = Race.run(
                first,
                Duration.ofMillis(1),
                () -> {
                    clock.set(7_000_000);
                    return Optional.of(second);
                },
                clock::get);

        assertSame(second.prize, prize);
        assertEquals(java.util.List.of(Duration.ofMillis(7)), first.lost);
        assertEquals(0, second.told());
        assertTrue(joined(first));
        assertTrue(first.interrupted);
        assertFalse(first.prize.made);
    }

    @Test
    void cancelsTheSecondWhenTheFirstIsThereSooner() throws Exception {
        Racer first = Racer.waiting(Manner.SUCCEEDS);
        Racer second = Racer.waiting(Manner.SUCCEEDS);
        Thread.ofVirtual().start(() -> {
            if (awaits(second)) {
                first.arrive();
            }
        });

        assertSame(first.prize, race(first, Duration.ofMillis(1), second));
        assertEquals(1, second.lost.size());
        assertTrue(joined(second));
        assertTrue(second.interrupted);
    }

    @Test
    void closesWhatALoserComesToAllTheSameAndDoesNotWaitForIt() throws Exception {
        Racer first = Racer.waiting(Manner.STUBBORN);
        Racer second = at(0, Manner.SUCCEEDS);

        Prize prize = race(first, Duration.ofMillis(5), second);

        assertSame(second.prize, prize);
        assertTrue(first.prize.gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(1, first.prize.closed.get());
        assertTrue(first.prize.closedInPeace, "an interrupt would hinder the closing");
        assertEquals(0, prize.closed.get());
        assertEquals(1, first.told());
    }

    @Test
    void letsTheOtherRunOnWhenOneFails() throws Exception {
        Racer first = Racer.waiting(Manner.SUCCEEDS);
        Racer second = at(0, Manner.FAILS);
        arrivesAfter(second, first);

        assertSame(first.prize, race(first, Duration.ofMillis(1), second));
        assertEquals(1, second.failures.size());
        assertEquals(0, second.lost.size());
    }

    @Test
    void letsTheSecondRunOnWhenTheFirstFails() throws Exception {
        Racer first = Racer.waiting(Manner.FAILS);
        Racer second = Racer.waiting(Manner.SUCCEEDS);
        Thread.ofVirtual().start(() -> {
            if (awaits(second)) {
                first.arrive();
            }
        });
        arrivesAfter(first, second);

        assertSame(second.prize, race(first, Duration.ofMillis(1), second));
        assertEquals(1, first.failures.size());
        assertEquals(0, first.lost.size());
    }

    @Test
    void failsWithTheFirstWhenBothFailAndTellsTheSecondItsOwn() {
        Racer first = Racer.waiting(Manner.BREAKS);
        Racer second = at(0, Manner.FAILS);
        arrivesAfter(second, first);

        assertThrows(IllegalStateException.class, () -> race(first, Duration.ofMillis(1), second));
        assertEquals(0, first.told());
        assertEquals(1, second.failures.size());
    }

    @Test
    void tellsASecondThatCameTooLateThatItLost() throws InterruptedException {
        Racer first = Racer.waiting(Manner.SUCCEEDS);
        Racer second = Racer.waiting(Manner.SUCCEEDS);

        Prize prize = Race.run(
                first,
                Duration.ofMillis(1),
                () -> {
                    first.arrive();
                    assertTrue(joined(first));
                    return Optional.of(second);
                },
                System::nanoTime);

        assertSame(first.prize, prize);
        assertEquals(1, second.lost.size());
        assertEquals(1, second.started.getCount(), "it was started");
    }

    /** Lets one through when the other has run to its end. */
    private static void arrivesAfter(Racer other, Racer racer) {
        Thread.ofVirtual().start(() -> {
            if (joined(other)) {
                racer.arrive();
            }
        });
    }

    private static boolean joined(Racer racer) {
        try {
            racer.started.await();
            return racer.thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void cancelsBothWhenTheCallerIsInterrupted() throws Exception {
        Racer first = Racer.waiting(Manner.SUCCEEDS);
        Racer second = Racer.waiting(Manner.STUBBORN);
        Thread caller = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            if (awaits(second)) {
                caller.interrupt();
            }
        });

        assertThrows(InterruptedException.class, () -> race(first, Duration.ofMillis(1), second));

        assertFalse(caller.isInterrupted());
        assertEquals(1, first.lost.size());
        assertEquals(1, second.lost.size());
        assertTrue(joined(first));
        assertTrue(second.prize.gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static boolean awaits(Racer racer) {
        try {
            return racer.started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void givesUpTheFirstWhenLookingForASecondFails() throws Exception {
        Racer first = Racer.waiting(Manner.SUCCEEDS);

        assertThrows(
                IllegalArgumentException.class,
                () -> Race.run(
                        first,
                        Duration.ofMillis(1),
                        () -> {
                            throw new IllegalArgumentException("no");
                        },
                        System::nanoTime));

        assertEquals(1, first.lost.size());
        assertTrue(joined(first));
    }

    @Test
    void closesWhatNobodyTookWhenTheRaceIsGivenUpBehindTheGoal() {
        Racer first = Racer.waiting(Manner.SUCCEEDS);

        assertThrows(
                IllegalArgumentException.class,
                () -> Race.run(
                        first,
                        Duration.ofMillis(1),
                        () -> {
                            first.arrive();
                            assertTrue(joined(first));
                            throw new IllegalArgumentException("no");
                        },
                        System::nanoTime));

        assertTrue(first.prize.made);
        assertEquals(1, first.prize.closed.get());
        assertEquals(1, first.lost.size());
    }

    @Test
    void startsNobodyForACallerWhoIsInterruptedAlready() {
        Racer first = at(0, Manner.SUCCEEDS);
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> Race.run(first, LONG, Optional::empty, System::nanoTime));

        assertEquals(1, first.lost.size());
        assertFalse(first.prize.made);
    }
}
