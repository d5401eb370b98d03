// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Those who embed, by their size, each for as long as somebody holds a lease. So a reload of the configuration, which
 * makes the new providers before it closes the old ones, neither loads the model a second time nor lets a call wait
 * for it. For any thread.
 */
final class Engines {
    private final Engine.Loading loading;
    private final Map<Engine.Size, Shared> shared = new HashMap<>();

    Engines(Engine.Loading loading) {
        this.loading = loading;
    }

    /** An engine and how many hold it. */
    private record Shared(Engine engine, int leases) {}

    /** One holder's right to use an engine; a second close does nothing. */
    record Lease(Engine engine, Runnable end, AtomicBoolean ended) implements AutoCloseable {
        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                end.run();
            }
        }
    }

    /** Hands out the engine of that size, a new one if nobody has it. Loads nothing. */
    synchronized Lease lease(Engine.Size size) {
        Shared now = shared.merge(
                size,
                new Shared(new Engine(size, loading), 1),
                (before, _) -> new Shared(before.engine(), before.leases() + 1));
        return new Lease(now.engine(), () -> end(size), new AtomicBoolean());
    }

    private void end(Engine.Size size) {
        Engine last;
        synchronized (this) {
            Shared before = shared.get(size);
            if (before == null || before.leases() > 1) {
                shared.computeIfPresent(size, (_, held) -> new Shared(held.engine(), held.leases() - 1));
                return;
            }
            shared.remove(size);
            last = before.engine();
        }
        last.close();
    }
}
