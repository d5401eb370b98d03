// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * One TCP connection with a deadline on every wait. Used by one thread at a time; {@link #close} by any, and it frees
 * whoever waits.
 *
 * <p>Why a channel and not a {@link java.net.Socket}: it can be asked in one system call, without waiting, whether the
 * other side has closed, and a thread that waits in it can be interrupted. Why deadlines are kept by a {@link Watch}
 * and not by the socket: a read with a time-out parks a virtual thread with a timer, which woke the scheduler's timer
 * thread for every single read and cost a third of a small request's CPU; and writes know no time-out at all. A
 * deadline that passes closes the connection, which is of no more use then anyway.
 */
final class Wire implements Connection.Transport, AutoCloseable {
    /** Where a byte that came unasked goes to; its content is of no interest, so all connections share it. */
    private static final ByteBuffer UNASKED = ByteBuffer.allocateDirect(1);

    /**
     * The JDK copies heap memory into a direct buffer of the same size and keeps that: so never hand over a large
     * piece.
     */
    private static final int MAX_PIECE = 64 * 1024;

    private static final long NOT_WAITING = Long.MIN_VALUE;
    private static final long PASSED = Long.MIN_VALUE + 1;

    private final SocketChannel channel;
    private final Watch watch;
    private final AtomicLong waitingUntil = new AtomicLong(NOT_WAITING);
    private boolean blocking = true;
    private boolean ended;
    private long deadline;

    private Wire(SocketChannel channel, Watch watch, long deadline) {
        this.channel = channel;
        this.watch = watch;
        this.deadline = deadline;
    }

    /** Connects; waits no longer than until the deadline. */
    static Wire dial(InetSocketAddress address, long deadline, Watch watch) throws IOException {
        Wire wire = new Wire(SocketChannel.open(), watch, deadline);
        watch.open.add(wire);
        try {
            wire.channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            wire.await(() -> wire.channel.connect(address) ? 1 : 0);
            return wire;
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    private interface Operation {
        long run() throws IOException;
    }

    /** Runs what may block, under the watch; once the deadline has passed, whatever it came to is a time-out. */
    private long await(Operation operation) throws IOException {
        if (deadline - watch.nanoTime.getAsLong() <= 0) {
            throw new SocketTimeoutException("deadline passed");
        }
        waitingUntil.set(deadline);
        watch.notice(deadline);
        try {
            return operation.run();
        } finally {
            if (waitingUntil.getAndSet(NOT_WAITING) == PASSED) {
                throwTimeout();
            }
        }
    }

    private static void throwTimeout() throws SocketTimeoutException {
        throw new SocketTimeoutException("deadline passed");
    }

    /** Until when the following waits may last, on the clock that counts nanoseconds. */
    void deadline(long instant) {
        deadline = instant;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        blocking(true);
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
        int count = (int) await(() -> channel.read(buffer));
        ended |= count < 0;
        return count;
    }

    /** Reads without waiting: 0 when nothing is there, -1 when the other side has ended. */
    int poll(ByteBuffer into) throws IOException {
        blocking(false);
        int count = channel.read(into);
        ended |= count < 0;
        return count;
    }

    /** Whether the other side's end was read. */
    boolean ended() {
        return ended;
    }

    @Override
    public boolean quiet() throws IOException {
        return poll(UNASKED.duplicate()) == 0;
    }

    @Override
    public void write(List<ByteBuffer> pieces) throws IOException {
        blocking(true);
        ByteBuffer[] together = pieces.toArray(new ByteBuffer[0]);
        if (total(together) <= MAX_PIECE) {
            writeAll(together);
            return;
        }
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining()) {
                int length = Math.min(MAX_PIECE, piece.remaining());
                writeAll(piece.slice(piece.position(), length));
                piece.position(piece.position() + length);
            }
        }
    }

    private static long total(ByteBuffer... pieces) {
        long total = 0;
        for (ByteBuffer piece : pieces) {
            total += piece.remaining();
        }
        return total;
    }

    private void writeAll(ByteBuffer... pieces) throws IOException {
        for (long left = total(pieces); left > 0; ) {
            left -= await(() -> channel.write(pieces));
        }
    }

    private void blocking(boolean wanted) throws IOException {
        if (blocking != wanted) {
            channel.configureBlocking(wanted);
            blocking = wanted;
        }
    }

    /** Closes at once, without a word to the other side; a thread that waits is freed. */
    @Override
    public void close() {
        watch.forget(this);
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(Wire.class.getName()).log(System.Logger.Level.DEBUG, "Closing a connection failed.", e);
        }
    }

    private void closeIfPassed(long seen) {
        // Not if the wait has just ended: then the connection may be in the pool, or another's.
        if (waitingUntil.compareAndSet(seen, PASSED)) {
            close();
        }
    }

    /**
     * One thread that sleeps until the earliest deadline anybody waits for and closes the connections whose deadline
     * has passed.
     *
     * <p>Deadlines move on with every read, so that almost always the thread wakes up, finds that nothing has passed,
     * and sleeps on; and whoever begins to wait need not wake it, for it will be up before that.
     */
    static final class Watch implements AutoCloseable {
        private static final long FAR = Long.MAX_VALUE / 4;
        private static final long SHORTEST_SLEEP = 1_000_000;

        private final Set<Wire> open = ConcurrentHashMap.newKeySet();
        private final LongSupplier nanoTime;
        private final Thread thread =
                Thread.ofPlatform().daemon().name("upstream-deadlines").unstarted(this::run);
        private volatile long wakeUp;
        private volatile boolean closed;

        /** Starts its thread. */
        Watch(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            this.wakeUp = nanoTime.getAsLong() + FAR;
            thread.start();
        }

        private void forget(Wire wire) {
            open.remove(wire);
            if (closed) {
                LockSupport.unpark(thread);
            }
        }

        private void notice(long deadline) {
            if (deadline - wakeUp < 0) {
                LockSupport.unpark(thread);
            }
        }

        private void run() {
            while (!closed || !open.isEmpty()) {
                long now = nanoTime.getAsLong();
                // While it looks around everybody wakes it: it may have looked there already.
                wakeUp = now + FAR;
                long earliest = now + FAR;
                for (Wire wire : open) {
                    long until = wire.waitingUntil.get();
                    if (until == NOT_WAITING || until == PASSED) {
                        continue;
                    }
                    if (until - now <= 0) {
                        wire.closeIfPassed(until);
                    } else if (until - earliest < 0) {
                        earliest = until;
                    }
                }
                wakeUp = earliest;
                LockSupport.parkNanos(this, Math.max(SHORTEST_SLEEP, earliest - now));
            }
        }

        /** Lets the thread end once no connection is left. */
        @Override
        public void close() {
            closed = true;
            LockSupport.unpark(thread);
        }
    }
}
