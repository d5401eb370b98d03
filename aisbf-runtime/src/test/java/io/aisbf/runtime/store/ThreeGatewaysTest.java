// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limiter.Answer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred callers of three limiters over one server. */
@Timeout(180)
class ThreeGatewaysTest {
    private static final TestRedis SERVER = TestRedis.start();
    private static final int CALLERS = 200;
    private static final int ROUNDS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Limit TOKENS = new Limit("tokens", Unit.TOKENS, 500, new Window.Sliding(Duration.ofHours(1)));
    private static final Limit MONEY = new Limit("money", Unit.MICRO_USD, 400, new Window.Calendar(Limit.Period.MONTH));

    private final List<SharedStore> stores = new ArrayList<>();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong most = new AtomicLong();
    private final AtomicLong granted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final CyclicBarrier claimed = new CyclicBarrier(CALLERS);

    @BeforeEach
    void open() {
        SERVER.forget();
        for (int i = 0; i < 3; i++) {
            stores.add(SharedStore.open(
                    TestRedis.config(SERVER.port(), Down.FAIL_CLOSED, 3, TIMEOUT),
                    InstantSource.system(),
                    System::nanoTime));
        }
    }

    @AfterEach
    void close() {
        for (SharedStore store : stores) {
            store.limiter().close();
            store.close();
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void noMomentSeesMoreThanTheLimit() throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int caller = i;
                all.add(callers.submit(() -> {
                    calls(caller);
                    return caller;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertTrue(most.get() <= MONEY.most(), most + " were held at a time");
        // Whoever is refused, 340 at least are held; nobody gives any back before all have claimed for the first time.
        assertTrue(granted.get() > 5 && refused.get() > 100, granted + " granted, " + refused + " refused");
        stores.forEach(store -> store.limiter().close());
        List<Limiter.Fill> left = List.of(new Limiter.Fill(TOKENS, 0, 0), new Limiter.Fill(MONEY, 0, 0));
        assertEquals(left, stores.getFirst().limiter().fill(List.of(TOKENS, MONEY)));
        assertTrue(SERVER.tell("EXISTS {aisbf}:1:holds {aisbf}:1:leases").startsWith(":0"));
    }

    /** What is held is counted up after the grant and down before it is given back, so never too high. */
    private void calls(int caller) throws InterruptedException, BrokenBarrierException {
        Random random = new Random(caller);
        for (int round = 0; round < ROUNDS; round++) {
            String attempt = caller + "." + round;
            long amount = random.nextLong(1, 61);
            Claim claim = new Claim(attempt, List.of(TOKENS, MONEY), amount, amount, LEASE);
            Limiter limiter = stores.get(random.nextInt(stores.size())).limiter();
            Answer answer = limiter.reserve(claim);
            if (answer instanceof Answer.Granted) {
                granted.incrementAndGet();
                most.accumulateAndGet(held.addAndGet(amount), Math::max);
            }
            if (round == 0) {
                claimed.await();
            }
            switch (answer) {
                case Answer.Granted _ -> {
                    held.addAndGet(-amount);
                    limiter.settle(attempt, new Actual(amount, amount, Certainty.NOTHING));
                }
                case Answer.Refused _ -> refused.incrementAndGet();
                case Answer.Unsure unsure -> throw new AssertionError(unsure);
            }
        }
    }
}
