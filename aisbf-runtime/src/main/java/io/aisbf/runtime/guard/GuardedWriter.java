// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes answers in pieces small enough that "not one piece was taken in time" means a client that does not read.
 *
 * <p>One big write would hide progress: a healthy slow client would look stalled. The counts are for the sweeper; the
 * writing thread reads no clock. Expects writes that are done when they return, as Helidon's are unless a write queue
 * is configured.
 */
final class GuardedWriter implements DataWriter {
    private static final int PIECE = 16 * 1024;
    private static final int CONTINUE_BYTES = "HTTP/1.1 100 Continue\r\n\r\n".length();

    private final DataWriter socket;
    private final AtomicLong writes = new AtomicLong();
    private volatile boolean cut;
    private volatile boolean begun;

    GuardedWriter(DataWriter socket) {
        this.socket = socket;
    }

    /** A request begins, nothing of its answer is written; the connection's thread. */
    void begin() {
        if (begun) {
            begun = false;
        }
    }

    /** Whether more than an interim answer was written since {@link #begin}; any thread. */
    boolean begun() {
        return begun;
    }

    /** Begun and ended writes; odd while one is under way; any thread. */
    long writes() {
        return writes.getAcquire();
    }

    /** Lets every later write fail; any thread. */
    void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }

    /** Writes even when cut: the guard's own last words. */
    void lastWords(byte[] answer) {
        socket.writeNow(BufferData.create(answer));
        socket.flush();
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        rest(buffer);
        writes.incrementAndGet();
        try {
            socket.write(buffer);
        } finally {
            writes.incrementAndGet();
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        rest(buffer);
        writes.incrementAndGet();
        try {
            socket.writeNow(buffer);
        } finally {
            writes.incrementAndGet();
        }
    }

    @Override
    public void flush() {
        socket.flush();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Writes all but the last piece of a large buffer. */
    private void rest(BufferData buffer) {
        int size = buffer.available();
        if (size > CONTINUE_BYTES && !begun) {
            begun = true;
        }
        check();
        while (size > PIECE) {
            byte[] piece = new byte[PIECE];
            size -= buffer.read(piece, 0, PIECE);
            writes.incrementAndGet();
            try {
                socket.write(BufferData.create(piece));
            } finally {
                writes.incrementAndGet();
            }
            check();
        }
    }

    private void check() {
        if (cut) {
            throw new UncheckedIOException(new SocketException("the connection was given up"));
        }
    }
}
