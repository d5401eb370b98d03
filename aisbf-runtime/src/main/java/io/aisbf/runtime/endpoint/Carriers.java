// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * All calls under way. One daemon thread looks at their deadlines twenty times a second; no timer is set for a call,
 * because nearly every call is over long before.
 */
public final class Carriers implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(50);

    private final Set<Carrier> underWay = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    private final Thread sweeper =
            Thread.ofPlatform().name("call-deadlines").daemon().unstarted(this::run);
    private volatile boolean closed;

    private Carriers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** None yet; starts the thread that looks at the clock. */
    public static Carriers start(LongSupplier nanoTime) {
        Carriers carriers = new Carriers(nanoTime);
        carriers.sweeper.start();
        return carriers;
    }

    /** The current thread carries a call from now on, for so long at most. */
    Carrier begin(Duration limit) {
        Carrier carrier = new Carrier(nanoTime.getAsLong() + limit.toNanos());
        underWay.add(carrier);
        return carrier;
    }

    /** The call is over. */
    void end(Carrier carrier) {
        underWay.remove(carrier);
        carrier.close();
    }

    /** Stops all calls, for the gateway shuts down. */
    public void stopAll() {
        underWay.forEach(carrier -> carrier.stop(Carrier.Reason.SHUTDOWN));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
    }

    private void run() {
        while (!closed) {
            long now = nanoTime.getAsLong();
            underWay.forEach(carrier -> carrier.check(now));
            LockSupport.parkNanos(TICK.toNanos());
        }
    }
}
