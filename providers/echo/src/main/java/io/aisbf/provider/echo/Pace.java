// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When each frame of an answer is due: counted from the call, so that a reader that was slow finds the frames that came
 * meanwhile, as with a real upstream. Awaited by one thread, closed by any.
 */
final class Pace {
    /** Waiting, so that tests need not. Used by many threads. */
    interface Patience {
        /** Waits in earnest. */
        Patience REAL = new Patience() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public boolean pause(Duration span, CountDownLatch unless) throws InterruptedException {
                return unless.await(span.toNanos(), TimeUnit.NANOSECONDS);
            }
        };

        /** Nanoseconds from anywhere. */
        long nanoTime();

        /** Waits that long, or until the latch opens, and tells whether it did. An interrupt ends it at once. */
        boolean pause(Duration span, CountDownLatch unless) throws InterruptedException;
    }

    private final Manner manner;
    private final Call call;
    private final Patience patience;
    private final long start;
    private final CountDownLatch closed = new CountDownLatch(1);

    Pace(Manner manner, Call call, Patience patience) {
        this.manner = manner;
        this.call = call;
        this.patience = patience;
        this.start = patience.nanoTime();
    }

    /**
     * Waits until a frame is due, but not beyond the call's own deadline.
     *
     * @throws CallException {@code TIMED_OUT} at the deadline; {@code CALLER_GONE} when {@link #close} was called
     *     meanwhile or before
     */
    void await(int frame) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before frame " + frame);
        }
        Duration wait = left(frame);
        Duration limit = call.remaining();
        boolean late = wait.compareTo(limit) > 0;
        boolean gone = wait.isPositive() ? patience.pause(late ? limit : wait, closed) : closed.getCount() == 0;
        if (gone) {
            throw new CallException(Failure.CALLER_GONE, "the answer was closed before it was complete");
        }
        if (late) {
            throw new CallException(
                    Failure.TIMED_OUT,
                    "echo was told to wait longer than the call may take; lower delay or chunk_delay");
        }
    }

    /** Whether a frame is due now. */
    boolean due(int frame) {
        return !left(frame).isPositive() || closed.getCount() == 0;
    }

    /** Ends every wait. */
    void close() {
        closed.countDown();
    }

    private Duration left(int frame) {
        if (manner.delay().isZero() && manner.chunkDelay().isZero()) {
            return Duration.ZERO;
        }
        Duration since = Duration.ofNanos(patience.nanoTime() - start);
        return manner.delay().plus(manner.chunkDelay().multipliedBy(frame)).minus(since);
    }
}
