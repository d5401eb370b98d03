// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether memory is scarce. The heap is looked at ten times a second at most, by whichever call comes along then; all
 * others read a flag. What it says goes stale: a gateway that refuses every call makes no garbage, so that no collection
 * would ever come and take the word back. After five seconds without one it is worth another try.
 */
final class Scarcity {
    /** Envoy's overload manager begins to shed at this level, too. */
    private static final double LIMIT = 0.92;

    private static final long PAUSE = Duration.ofMillis(100).toNanos();
    private static final long STALE = Duration.ofSeconds(5).toNanos();

    private final Heap heap;
    private final LongSupplier nanoTime;
    private final AtomicLong nextLook;
    private volatile boolean scarce;
    private volatile Seen last;

    /** The last collection that was noticed, and when. */
    private record Seen(long collections, long nanos) {}

    Scarcity(Heap heap, LongSupplier nanoTime) {
        this.heap = heap;
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        nextLook = new AtomicLong(now);
        last = new Seen(heap.collections(), now);
    }

    boolean now() {
        long now = nanoTime.getAsLong();
        long next = nextLook.get();
        if (now - next >= 0 && nextLook.compareAndSet(next, now + PAUSE)) {
            look(now);
        }
        return scarce;
    }

    private void look(long now) {
        long collections = heap.collections();
        if (collections != last.collections()) {
            last = new Seen(collections, now);
        }
        scarce = heap.live() > LIMIT && now - last.nanos() < STALE;
    }
}
