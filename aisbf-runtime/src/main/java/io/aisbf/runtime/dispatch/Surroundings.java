// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.runtime.deliver.Openings;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.hedge.Delays;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What calls are dispatched with, whatever the configuration says; lives as long as the gateway.
 *
 * @param health who can be asked
 * @param openings reads replies as far as their first content, with deadlines
 * @param delays how soon which model usually begins to answer
 * @param clock the time of day, for what clients are told
 * @param nanoTime what spans are measured by
 * @param random spreads what must not happen in step
 * @param pause waits
 */
public record Surroundings(
        Health health,
        Openings openings,
        Delays delays,
        InstantSource clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        Pause pause)
        implements AutoCloseable {
    /**
     * Surroundings for a gateway that starts.
     *
     * @param file where cooldowns survive a restart, if they are to
     */
    public static Surroundings start(
            InstantSource clock, LongSupplier nanoTime, RandomGenerator random, Optional<Path> file) {
        return with(Health.start(clock, nanoTime, random, file), clock, nanoTime, random);
    }

    /** Surroundings for a look at a configuration: nothing is read, kept or written. */
    public static Surroundings forALook(InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {
        return with(new Health(clock, nanoTime, random), clock, nanoTime, random);
    }

    private static Surroundings with(
            Health health, InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {
        return new Surroundings(health, Openings.start(nanoTime), new Delays(), clock, nanoTime, random, Thread::sleep);
    }

    @Override
    public void close() {
        openings.close();
        health.close();
    }

    /** Waits for a while. */
    @FunctionalInterface
    public interface Pause {
        /** Waits that long, or until the thread is interrupted. */
        void last(Duration time) throws InterruptedException;
    }
}
