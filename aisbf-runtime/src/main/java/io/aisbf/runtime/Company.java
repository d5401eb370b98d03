// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.endpoint.OwnEndpoints;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.store.Neighbours;
import io.aisbf.runtime.store.SharedStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The other gateways, as far as this one has to do with them: those that share its limits because the operator wants it,
 * and those that share its folder by mistake. Outlives reloads; for any thread.
 *
 * @param store what is shared with others; empty for nothing
 * @param neighbours who uses the same folder; empty if that cannot be told
 * @param limiter keeps the limits, in the store or in memory
 */
record Company(Optional<SharedStore> store, Optional<Neighbours> neighbours, Limiter limiter)
        implements OwnEndpoints.Others, AutoCloseable {
    /**
     * Looks who is there.
     *
     * @param state the folder of what survives a restart, if anything does
     */
    static Company of(Optional<StoreConfig> config, Optional<Path> state, InstantSource clock, LongSupplier nanoTime) {
        Optional<SharedStore> store = config.map(written -> SharedStore.open(written, clock, nanoTime));
        Optional<Neighbours> neighbours = state.flatMap(folder -> Neighbours.in(folder, store.isPresent()));
        neighbours.ifPresent(Neighbours::warning);
        Limiter limiter = store.map(SharedStore::limiter).orElseGet(() -> new MemoryLimiter(clock, nanoTime));
        return new Company(store, neighbours, limiter);
    }

    /** From now on cooldowns are shared, if anything is. */
    void share(Health health) {
        store.ifPresent(there -> there.share(health));
    }

    /** Cooldowns are shared no longer, because this gateway ends; limits still are. */
    void keepCooldowns() {
        store.ifPresent(SharedStore::keepCooldowns);
    }

    @Override
    public Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("store", store.map(SharedStore::words).orElse("memory"));
        neighbours.flatMap(Neighbours::warning).ifPresent(warning -> words.put("warning", warning));
        return words;
    }

    @Override
    public void forgiven(Optional<String> provider) {
        store.ifPresent(there -> there.forgiven(provider));
    }

    @Override
    public void close() {
        store.ifPresent(SharedStore::close);
        neighbours.ifPresent(Neighbours::close);
    }
}
