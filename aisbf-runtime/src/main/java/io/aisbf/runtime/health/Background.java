// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One virtual thread for what calls must not wait for. Runs its chore a moment after it was woken, however often it was
 * woken in between, and again after the time the chore asks for.
 */
final class Background implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Background.class.getName());

    /** What a chore returns that has nothing to do before it is woken. */
    static final Duration WHEN_WOKEN = Duration.ofDays(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore woken = new Semaphore(0);
    private final Duration moment;
    private final Supplier<Duration> chore;
    private final Thread thread;
    private volatile boolean closed;

    /** A thread that runs from now on. */
    Background(String name, Duration moment, Supplier<Duration> chore) {
        this.moment = moment;
        this.chore = chore;
        thread = Thread.ofVirtual().name(name).start(this::live);
    }

    /** There is something to do. Costs next to nothing while there is already. */
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    private void live() {
        try {
            Duration wait = WHEN_WOKEN;
            while (!closed) {
                boolean called = woken.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
                if (called && !closed && moment.isPositive()) {
                    Thread.sleep(moment);
                }
                woken.drainPermits();
                wait = closed ? wait : run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration run() {
        try {
            return chore.get();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.ERROR, thread.getName() + " failed, and goes on when it is woken again.", e);
            return WHEN_WOKEN;
        }
    }

    /** Lets the chore that is running end, for a moment; none is begun. */
    @Override
    public void close() {
        closed = true;
        woken.release();
        try {
            if (!thread.join(PATIENCE)) {
                thread.interrupt();
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
