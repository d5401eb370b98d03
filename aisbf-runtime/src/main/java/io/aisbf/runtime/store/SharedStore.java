// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.store.redis.Redis;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The Redis server in which several gateways share limits, budgets and cooldowns. Made once, where the configuration
 * names one; outlives reloads. For any thread.
 */
public final class SharedStore implements AutoCloseable {
    private final Redis redis;
    private final Line line;
    private final Limiter limiter;
    private final InstantSource clock;
    private volatile Optional<Cooldowns> cooldowns = Optional.empty();

    private SharedStore(Redis redis, Line line, Limiter limiter, InstantSource clock) {
        this.redis = redis;
        this.line = line;
        this.limiter = limiter;
        this.clock = clock;
    }

    /**
     * Begins to look for the server; does not wait for it.
     *
     * @throws io.aisbf.api.plugin.SettingsException if the file of certificates cannot be used
     */
    public static SharedStore open(StoreConfig config, InstantSource clock, LongSupplier nanoTime) {
        Redis redis = new Redis(config, nanoTime);
        Line line = new Line(config.address().toString(), meanwhile(config), nanoTime);
        RedisLimiter limiter = new RedisLimiter(
                redis,
                new Questions(Optional::empty),
                line,
                config.down(),
                new MemoryLimiter(clock, nanoTime),
                config.nodes(),
                nanoTime);
        return new SharedStore(redis, line, limiter.started(), clock);
    }

    private static String meanwhile(StoreConfig config) {
        return config.down() == Down.FAIL_CLOSED
                ? "Until it can, calls that count towards a limit or a budget are refused."
                : "Until it can, this gateway keeps a share of each limit by itself, one of " + config.nodes()
                        + ", and calls that count towards a budget are refused.";
    }

    /** Keeps the limits. To be closed before this is. */
    public Limiter limiter() {
        return limiter;
    }

    /** From now on, whom this gateway leaves alone the others leave alone as well, and the other way round. */
    public void share(Health health) {
        cooldowns = Optional.of(new Cooldowns(redis, line, health, clock));
    }

    /** An operator forgave a provider, or everybody; the other gateways hear of it. */
    public void forgiven(Optional<String> provider) {
        cooldowns.ifPresent(shared -> shared.forgiven(provider));
    }

    /** Where it is, and what is wrong with it if anything is. */
    public String words() {
        return line.words();
    }

    /** Shares no cooldowns any more; the limiter goes on. */
    public void keepCooldowns() {
        cooldowns.ifPresent(Cooldowns::close);
        cooldowns = Optional.empty();
    }

    @Override
    public void close() {
        keepCooldowns();
        redis.close();
    }
}
