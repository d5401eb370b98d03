// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A connection that stands, with what was read ahead of it. Used by one exchange at a time, thus by one thread; closed
 * by any.
 */
final class Connection {
    private static final int USUAL = 16 * 1024;

    private final Origin origin;
    private final Wire wire;
    private final Transport transport;
    private final long born;
    private byte[] buffer = new byte[USUAL];
    private int position;
    private int limit;
    private boolean used;
    private long idleSince;
    private Duration idleLimit = Duration.ZERO;

    Connection(Origin origin, Wire wire, Transport transport, long born) {
        this.origin = origin;
        this.wire = wire;
        this.transport = transport;
        this.born = born;
    }

    /**
     * Bytes to and from an upstream, in the clear ({@link Wire}) or through TLS ({@link Tls}); used by one thread at a
     * time.
     */
    interface Transport {
        /**
         * Reads what is there, waiting for the first byte no longer than the wire's deadline.
         *
         * @return how many, or -1 when the other side has ended
         * @throws java.net.SocketTimeoutException when the deadline passed
         */
        int read(byte[] into, int offset, int length) throws IOException;

        /** Writes everything, waiting no longer than the wire's deadline; moves the buffers' positions. */
        void write(List<ByteBuffer> pieces) throws IOException;

        /** Whether the connection, idle until now, can still be used: open, and nothing came unasked. Does not wait. */
        boolean quiet() throws IOException;
    }

    /**
     * What came back is not HTTP, or broke off; the message continues the sentence "host:port ...". Never leaves this
     * package.
     */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    Origin origin() {
        return origin;
    }

    Wire wire() {
        return wire;
    }

    /** When the connection came about, on the clock that counts nanoseconds. */
    long born() {
        return born;
    }

    /** Since when it lies idle. */
    long idleSince() {
        return idleSince;
    }

    /** How long it may lie idle. */
    Duration idleLimit() {
        return idleLimit;
    }

    /** Notes that it lies idle now. */
    void rest(long now, Duration longest) {
        used = true;
        idleSince = now;
        idleLimit = longest;
    }

    /** Whether it carried an exchange before. */
    boolean used() {
        return used;
    }

    /** Whether it can carry another exchange. Does not wait. */
    boolean alive() {
        try {
            return position == limit && transport.quiet();
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes everything by the deadline that comes next. */
    void write(List<ByteBuffer> pieces, Waits waits) throws IOException {
        wire.deadline(waits.next());
        transport.write(pieces);
    }

    /** How many bytes have been read ahead. */
    int buffered() {
        return limit - position;
    }

    /** A byte that was read ahead, counted from the next one. */
    byte peek(int index) {
        return buffer[position + index];
    }

    /** Passes over bytes that were read ahead. */
    void skip(int count) {
        position += count;
    }

    /** What was read ahead, as text in which a character is a byte. */
    String text(int length) {
        return new String(buffer, position, length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Waits for more to read ahead; makes room where there is none. False when the other side has ended. */
    boolean fill(Waits waits) throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
            if (buffer.length > USUAL) {
                buffer = new byte[USUAL];
            }
        } else if (limit == buffer.length) {
            makeRoom();
        }
        int count = read(buffer, limit, buffer.length - limit, waits);
        limit += Math.max(0, count);
        return count >= 0;
    }

    private void makeRoom() {
        byte[] from = buffer;
        if (position == 0) {
            buffer = Arrays.copyOf(from, from.length * 2);
        } else {
            System.arraycopy(from, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
    }

    /**
     * Hands out what was read ahead, else reads: past the buffer where the caller's is as large. -1 when the other side
     * has ended.
     */
    int take(byte[] into, int offset, int length, Waits waits) throws IOException {
        if (position == limit) {
            if (length >= buffer.length) {
                return read(into, offset, length, waits);
            }
            if (!fill(waits)) {
                return -1;
            }
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    private int read(byte[] into, int offset, int length, Waits waits) throws IOException {
        wire.deadline(waits.next());
        return transport.read(into, offset, length);
    }

    /** Closes at once; frees a thread that reads. */
    void close() {
        wire.close();
    }
}
