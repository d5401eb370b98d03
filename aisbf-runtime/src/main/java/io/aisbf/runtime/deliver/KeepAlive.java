// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps streamed answers alive: while one is silent after its first frame, its client gets a sign of life, so that
 * neither it nor a proxy on the way takes the silence for the end. One thread looks at all streams; a sign of life is
 * written on a virtual thread of its own, so that a client that takes nothing holds up nobody else.
 */
public final class KeepAlive implements AutoCloseable {
    /** Lets streams be silent for as long as they like. */
    public static final KeepAlive OFF = new KeepAlive(Duration.ZERO, () -> 0, Runnable::run);

    private static final System.Logger LOG = System.getLogger(KeepAlive.class.getName());
    private static final int LOOKS = 8;
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(5);

    private final long silence;
    private final LongSupplier nanoTime;
    private final Executor signs;
    private final Set<Pulse> streams = ConcurrentHashMap.newKeySet();
    private final Thread sweeper = Thread.ofVirtual().name("keep-alive").unstarted(this::run);
    private volatile boolean closed;

    /** One that looks at the streams only when {@link #sweep} is called: for tests. */
    KeepAlive(Duration silence, LongSupplier nanoTime, Executor signs) {
        this.silence = silence.toNanos();
        this.nanoTime = nanoTime;
        this.signs = signs;
    }

    /**
     * Starts to look at streams.
     *
     * @param silence how long a stream may be silent; zero for as long as it likes
     */
    public static KeepAlive start(Duration silence, LongSupplier nanoTime) {
        if (silence.isZero()) {
            return OFF;
        }
        KeepAlive started = new KeepAlive(silence, nanoTime, Thread::startVirtualThread);
        started.sweeper.start();
        return started;
    }

    /** Writes a sign of life and sends it. */
    @FunctionalInterface
    interface Sign {
        void send() throws IOException;
    }

    /** One stream from its first frame to its end; used by the thread that carries it. */
    final class Pulse implements AutoCloseable {
        private final Sign sign;
        private final ReentrantLock writing = new ReentrantLock();
        private volatile long writes;
        private volatile boolean over;
        private long seen;
        private long since;

        private Pulse(Sign sign) {
            this.sign = sign;
        }

        /** The carrying thread is about to write: no sign of life comes in between. */
        void hold() {
            writing.lock();
        }

        /** It has written. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // Only the holder of the lock writes it.
        void release() {
            writes++;
            writing.unlock();
        }

        /** Looks whether the stream has been silent for too long; the sweeper's thread. */
        private void look(long now) {
            long count = writes;
            if (count == 0 || count != seen) {
                seen = count;
                since = now;
            } else if (now - since >= silence) {
                since = now;
                signs.execute(() -> signOfLife(count));
            }
        }

        private void signOfLife(long count) {
            if (!writing.tryLock()) {
                return;
            }
            try {
                if (!over && writes == count) {
                    sign.send();
                }
            } catch (IOException | RuntimeException | LinkageError | AssertionError e) {
                LOG.log(DEBUG, "a stream cannot be kept alive: {0}", e.toString());
                end();
            } finally {
                writing.unlock();
            }
        }

        private void end() {
            over = true;
            streams.remove(this);
        }

        /** No sign of life is under way or comes any more. */
        @Override
        public void close() {
            hold();
            try {
                end();
            } finally {
                writing.unlock();
            }
        }
    }

    /** A stream begins whose client is kept waiting no longer than that; to be closed before its end is written. */
    Pulse pulse(Sign sign) {
        Pulse pulse = new Pulse(sign);
        if (silence > 0) {
            streams.add(pulse);
        }
        return pulse;
    }

    /** Looks at all streams. */
    void sweep() {
        long now = nanoTime.getAsLong();
        streams.forEach(stream -> stream.look(now));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
    }

    private void run() {
        long tick = Math.clamp(silence / LOOKS, SHORTEST_TICK.toNanos(), LONGEST_TICK.toNanos());
        while (!closed) {
            sweep();
            LockSupport.parkNanos(tick);
        }
    }
}
