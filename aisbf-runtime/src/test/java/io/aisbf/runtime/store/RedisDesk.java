// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Desk;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.store.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link RedisLimiter} whose server's time is moved by hand, and which has told all before anything else is asked. */
final class RedisDesk extends Desk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong(ChronoUnit.MICROS.between(Instant.EPOCH, START));
    private final Redis redis;
    private final RedisLimiter limiter;

    RedisDesk(TestRedis server) {
        StoreConfig config = TestRedis.config(server.port(), Down.FAIL_CLOSED, 1, PATIENCE);
        redis = new Redis(config, System::nanoTime);
        limiter = new RedisLimiter(
                        redis,
                        new Questions(() -> Optional.of(now.get())),
                        new Line("redis", "", System::nanoTime),
                        config.down(),
                        new MemoryLimiter(InstantSource.system(), System::nanoTime),
                        1,
                        System::nanoTime)
                .started();
    }

    @Override
    public Limiter limiter() {
        return new Prompt();
    }

    @Override
    public void pass(Duration time) {
        now.addAndGet(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(time)));
    }

    @Override
    public Duration tick() {
        return Duration.of(1, ChronoUnit.MICROS);
    }

    /** Waits after each correction until the server has been told. */
    private final class Prompt implements Limiter {
        @Override
        public Answer reserve(Claim claim) {
            return limiter.reserve(claim);
        }

        @Override
        public void settle(String attempt, Actual actual) {
            limiter.settle(attempt, actual);
            long start = System.nanoTime();
            while (!limiter.owesNothing() && System.nanoTime() - start < PATIENCE.toNanos()) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void replay(Instant at, List<Limit> limits, long tokens, long microUsd) {
            limiter.replay(at, limits, tokens, microUsd);
        }

        @Override
        public List<Fill> fill(Collection<Limit> limits) {
            return limiter.fill(limits);
        }

        @Override
        public void close() {
            limiter.close();
        }
    }

    @Override
    public void close() {
        limiter.close();
        redis.close();
    }
}
