// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred callers at once, at the true speed of their machine. */
@Timeout(60)
class LimiterStressTest {
    private static final int CALLERS = 200;
    private static final int ROUNDS = 100;
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Limit SHARED = new Limit("shared", Unit.TOKENS, 500, new Window.Sliding(Duration.ofHours(1)));
    private static final Limit FEW = new Limit("few", Unit.REQUESTS, 20, new Window.Sliding(Duration.ofHours(1)));

    private final MemoryLimiter limiter = new MemoryLimiter(InstantSource.system(), System::nanoTime);

    /**
     * What its holders have of the limits by their own count: counted up after the grant and down before it is given
     * back, so that it is never more than what the limiter has given out.
     */
    private final AtomicLong tokens = new AtomicLong();

    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong mostTokens = new AtomicLong();
    private final AtomicLong mostRequests = new AtomicLong();

    @Test
    void noMomentSeesMoreThanTheLimit() throws Exception {
        CyclicBarrier rounds = new CyclicBarrier(CALLERS);
        long grants = together(caller -> {
            Random random = new Random(caller);
            long granted = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String name = caller + "." + round;
                long amount = random.nextLong(1, 61);
                boolean taken = take(name, amount);
                if (random.nextBoolean()) {
                    // Half of them hold what they have until all have claimed.
                    rounds.await();
                    settle(taken, name, amount, random.nextInt(100) == 0);
                } else {
                    settle(taken, name, amount, random.nextInt(100) == 0);
                    rounds.await();
                }
                granted += taken ? 1 : 0;
            }
            return granted;
        });

        assertTrue(grants > CALLERS, () -> "hardly anything was granted: " + grants);
        assertTrue(mostTokens.get() <= SHARED.most(), mostTokens::toString);
        assertTrue(mostRequests.get() <= FEW.most(), mostRequests::toString);
        assertEquals(
                List.of(new Limiter.Fill(SHARED, tokens.get(), 0), new Limiter.Fill(FEW, requests.get(), 0)),
                limiter.fill(List.of(SHARED, FEW)));
    }

    @Test
    void aRushGetsExactlyWhatThereIs() throws Exception {
        long granted = together(caller -> claim("rush " + caller, 7, List.of(SHARED)) ? 1L : 0L);

        assertEquals(SHARED.most() / 7, granted);
    }

    @Test
    void manyWhoClaimByOneNameClaimOnce() throws Exception {
        long granted = together(caller -> claim("one", 300, List.of(SHARED)) ? 1L : 0L);

        assertEquals(CALLERS, granted);
        assertEquals(List.of(new Limiter.Fill(SHARED, 0, 300)), limiter.fill(List.of(SHARED)));
    }

    private boolean take(String name, long amount) {
        if (!claim(name, amount, List.of(SHARED, FEW))) {
            return false;
        }
        mostTokens.accumulateAndGet(tokens.addAndGet(amount), Math::max);
        mostRequests.accumulateAndGet(requests.incrementAndGet(), Math::max);
        return true;
    }

    private void settle(boolean taken, String name, long amount, boolean keeps) {
        if (taken && !keeps) {
            tokens.addAndGet(-amount);
            requests.decrementAndGet();
        }
        limiter.settle(name, new Actual(amount, 0, keeps ? Certainty.EXACT : Certainty.NOTHING));
    }

    private boolean claim(String name, long amount, List<Limit> limits) {
        return limiter.reserve(new Claim(name, limits, amount, 0, LEASE)) instanceof Answer.Granted;
    }

    /** What one of the callers does. */
    private interface Work {
        long by(int caller) throws Exception;
    }

    private static long together(Work work) throws InterruptedException, ExecutionException {
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            tasks.add(() -> {
                start.await();
                return work.by(number);
            });
        }
        long sum = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Long> result : threads.invokeAll(tasks)) {
                sum += result.get();
            }
        }
        return sum;
    }
}
