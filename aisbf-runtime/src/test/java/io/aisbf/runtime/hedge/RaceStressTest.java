// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.hedge.Racer.Manner;
import io.aisbf.runtime.hedge.Racer.Prize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of races with timings as close as they can be: nothing is lost, nothing is left over. */
@Timeout(60)
class RaceStressTest {
    private static final int RACES = 6_000;
    private static final int CALLERS = 24;
    private static final List<Manner> MANNERS = List.of(Manner.values());
    private static final int MOST_MICROS = 1_500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Heat(Racer first, Racer second, Duration delay, boolean secondThere, Optional<Duration> interrupt) {
        static Heat drawn(SplittableRandom random) {
            return new Heat(
                    racer(random),
                    racer(random),
                    micros(random),
                    random.nextInt(8) > 0,
                    random.nextInt(5) == 0 ? Optional.of(micros(random)) : Optional.empty());
        }

        /** What the race gets when it asks for a second. */
        Optional<Competitor<Prize>> second(boolean[] asked) {
            asked[0] = secondThere;
            return secondThere ? Optional.of(second) : Optional.empty();
        }

        private static Racer racer(SplittableRandom random) {
            return new Racer(micros(random), MANNERS.get(random.nextInt(MANNERS.size())));
        }

        private static Duration micros(SplittableRandom random) {
            return random.nextInt(6) == 0 ? Duration.ZERO : Duration.ofNanos(random.nextInt(MOST_MICROS) * 1_000L);
        }
    }

    @Test
    void losesNothingAndLeavesNothing() throws Exception {
        SplittableRandom random = new SplittableRandom(20_261_122);
        List<Future<Boolean>> heats = new ArrayList<>();
        int won = 0;
        try (ExecutorService callers = Executors.newFixedThreadPool(
                CALLERS, Thread.ofVirtual().name("caller-", 0).factory())) {
            for (int i = 0; i < RACES; i++) {
                Heat heat = Heat.drawn(random);
                heats.add(callers.submit(() -> run(heat)));
            }
            for (Future<Boolean> heat : heats) {
                won += heat.get() ? 1 : 0;
            }
        }
        assertTrue(won > RACES / 4 && won < RACES, "won: " + won);
    }

    /** Runs one and checks all that must be true of it; {@return whether there was a winner} */
    private static boolean run(Heat heat) throws InterruptedException {
        Optional<Thread> disturber = heat.interrupt().map(after -> disturb(Thread.currentThread(), after));
        boolean[] asked = new boolean[1];
        Optional<Prize> prize = Optional.empty();
        Optional<Throwable> thrown = Optional.empty();
        try {
            prize = Optional.of(Race.run(heat.first(), heat.delay(), () -> heat.second(asked), System::nanoTime));
        } catch (InterruptedException | RuntimeException e) {
            thrown = Optional.of(e);
        }
        if (disturber.isPresent()) {
            while (!ended(disturber.get())) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        } else {
            assertFalse(Thread.interrupted(), "an interrupt leaked into what the caller does next");
            assertFalse(thrown.filter(InterruptedException.class::isInstance).isPresent(), "nobody interrupted it");
        }
        check(heat, prize, thrown, asked[0]);
        prize.ifPresent(Prize::close);
        settled(heat.first());
        settled(heat.second());
        return prize.isPresent();
    }

    private static Thread disturb(Thread caller, Duration after) {
        return Thread.ofVirtual().start(() -> {
            LockSupport.parkNanos(after.toNanos());
            caller.interrupt();
        });
    }

    private static boolean ended(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            // That was the disturbance; the thread is looked at again.
            return false;
        }
    }

    private static void check(Heat heat, Optional<Prize> prize, Optional<Throwable> thrown, boolean asked) {
        assertEquals(prize.isPresent(), thrown.isEmpty());
        prize.ifPresent(won -> assertEquals(0, won.closed.get(), "it was closed before it was handed out"));
        Optional<Racer> winner = prize.map(won -> won == heat.first().prize ? heat.first() : heat.second());
        boolean interrupted =
                thrown.filter(InterruptedException.class::isInstance).isPresent();
        boolean firstDecides = !interrupted && (winner.isEmpty() || winner.get() == heat.first());
        assertEquals(firstDecides ? 0 : 1, heat.first().told(), "what the first was told");
        boolean secondWon = winner.isPresent() && winner.get() == heat.second();
        assertEquals(asked && !secondWon ? 1 : 0, heat.second().told(), "what the second was told");
    }

    /** Its thread is gone, and its prize, if there was one, was closed once, by whoever had it. */
    private static void settled(Racer racer) throws InterruptedException {
        if (racer.started.getCount() == 0) {
            assertNotSame(Thread.currentThread(), racer.thread);
            assertTrue(racer.thread.join(PATIENCE), "a thread is left");
        }
        // A loser may have been started and not have begun: what it makes from here on is closed soon after.
        int closed = racer.prize.closed.get();
        if (racer.prize.made) {
            assertTrue(racer.prize.gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "a prize is left");
            closed = racer.prize.closed.get();
        }
        assertEquals(closed > 0 ? 1 : 0, closed, "closed");
    }
}
