// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One TCP connection with a deadline on every wait. Used by one thread at a time; {@link #close} by any, and it frees a blocked reader.
 *
 * <p>Why a channel and not a {@link java.net.Socket}: it can be asked in one system call, without waiting, whether the other side has
 * closed. Why its socket adaptor for reads: it alone reads with a time-out. Why writes do not block: nothing else bounds the time a peer
 * may take that does not read.
 */
final class Wire implements Connection.Transport, AutoCloseable {
    /** Where a byte that came unasked goes to; its content is of no interest, so all connections share it. */
    private static final ByteBuffer UNASKED = ByteBuffer.allocateDirect(1);

    /** The JDK copies heap memory into a direct buffer of the same size and keeps that: so never hand over a large piece. */
    private static final int MAX_PIECE = 64 * 1024;

    private final SocketChannel channel;
    private final InputStream input;
    private final LongSupplier nanoTime;
    private boolean blocking = true;
    private boolean ended;
    private long deadline;

    private Wire(SocketChannel channel, LongSupplier nanoTime) throws IOException {
        this.channel = channel;
        this.input = channel.socket().getInputStream();
        this.nanoTime = nanoTime;
    }

    /** Connects; waits no longer than until the deadline. */
    static Wire dial(InetSocketAddress address, long deadline, LongSupplier nanoTime) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(address, millisUntil(deadline, nanoTime));
            // An empty write by a virtual thread makes the JDK leave the descriptor non-blocking for good; without it every
            // timed read and every change of mode below costs two more system calls.
            channel.write(ByteBuffer.allocate(0));
            return new Wire(channel, nanoTime);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static int millisUntil(long deadline, LongSupplier nanoTime) throws SocketTimeoutException {
        long left = deadline - nanoTime.getAsLong();
        if (left <= 0) {
            throw new SocketTimeoutException("deadline passed");
        }
        // Rounded up: 0 would mean forever.
        return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
    }

    /** Until when the following reads and writes may wait, on the clock that counts nanoseconds. */
    void deadline(long instant) {
        deadline = instant;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        blocking(true);
        channel.socket().setSoTimeout(millisUntil(deadline, nanoTime));
        int count = input.read(into, offset, length);
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
        blocking(false);
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
            long count = channel.write(pieces);
            left -= count;
            if (count == 0) {
                awaitRoom();
            }
        }
    }

    private void awaitRoom() throws IOException {
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            selector.select(millisUntil(deadline, nanoTime));
        }
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
    }

    private void blocking(boolean wanted) throws IOException {
        if (blocking != wanted) {
            channel.configureBlocking(wanted);
            blocking = wanted;
        }
    }

    /** Closes at once, without a word to the other side; a thread that reads is freed. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(Wire.class.getName()).log(System.Logger.Level.DEBUG, "Closing a connection failed.", e);
        }
    }
}
