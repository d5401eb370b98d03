// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The thread that carries one call, as others may stop it: the guard when the client leaves, the clock when time is up,
 * the server when it shuts down. The first reason counts. Once {@link #done} has returned no interrupt can come any
 * more, so that none hits the next request on the same thread.
 */
final class Carrier implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Thread thread = Thread.currentThread();
    private final long deadlineNanos;
    private Reason reason = Reason.NONE;
    private boolean done;
    private Runnable stubborn = () -> {};
    private OptionalLong seenUp = OptionalLong.empty();

    Carrier(long deadlineNanos) {
        this.deadlineNanos = deadlineNanos;
    }

    /** Why a call was stopped. */
    enum Reason {
        NONE,
        CLIENT_GONE,
        TIME_IS_UP,
        SHUTDOWN
    }

    /** Stops the call, unless it is over or was stopped before. Called from any thread. */
    synchronized void stop(Reason why) {
        if (!done && reason == Reason.NONE) {
            reason = why;
            thread.interrupt();
        }
    }

    /**
     * What to do when the call goes on although it was stopped: a plugin may ignore an interrupt, its client shall not
     * wait for it.
     */
    synchronized void onStubborn(Runnable lastResort) {
        stubborn = lastResort;
    }

    /**
     * Stops the call if its time is up, and cuts its client loose if that does not help. Its patience begins when it
     * stops the call and not when time was up: a machine that stood still in between looks at the clock late, and the
     * client shall hear the reason then as well. Called by one thread.
     */
    void check(long nowNanos) {
        if (nowNanos - deadlineNanos > 0) {
            stop(Reason.TIME_IS_UP);
            if (seenUp.isEmpty()) {
                seenUp = OptionalLong.of(nowNanos);
            }
            if (nowNanos - seenUp.getAsLong() > PATIENCE.toNanos()) {
                cutLoose();
            }
        }
    }

    private synchronized void cutLoose() {
        if (!done) {
            stubborn.run();
            stubborn = () -> {};
        }
    }

    /** Why it was stopped. */
    synchronized Reason reason() {
        return reason;
    }

    /** Ends it; called by the thread itself. */
    @Override
    public synchronized void close() {
        done = true;
        if (reason != Reason.NONE) {
            Thread.interrupted();
        }
    }
}
