// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.runtime.upstream.Connection.Malformed;
import java.io.IOException;

/**
 * A body in chunks (RFC 9112 section 7.1): sizes in hexadecimal without sign or prefix, extensions and trailers read
 * over.
 *
 * <p>One read hands out as many chunks as have arrived, for a provider that sends a burst of events sends a chunk for
 * each.
 */
final class Chunks extends Framing {
    private static final int MAX_LINE = 4096;
    private static final int MAX_TRAILERS = 64;
    private static final int MAX_DIGITS = 15;

    private State state = State.SIZE;
    private long left;
    private int trailers;

    private enum State {
        SIZE,
        DATA,
        DATA_END,
        TRAILER,
        ENDED
    }

    Chunks(Connection connection, Waits waits) {
        super(connection, waits);
    }

    @Override
    int read(byte[] into, int offset, int length) throws IOException {
        int copied = 0;
        while (copied < length && state != State.ENDED && !(copied > 0 && mustWait())) {
            if (state != State.DATA) {
                step();
                continue;
            }
            int count = connection.take(into, offset + copied, (int) Math.min(length - copied, left), waits);
            if (count < 0) {
                throw cut();
            }
            copied += count;
            left -= count;
            state = left == 0 ? State.DATA_END : State.DATA;
        }
        // So that the end is known with the last byte, not one read later: the connection is free then.
        while (copied > 0 && state != State.DATA && state != State.ENDED && !mustWait()) {
            step();
        }
        return copied > 0 ? copied : -1;
    }

    private boolean mustWait() throws Malformed {
        return state == State.DATA ? connection.buffered() == 0 : lineLength() < 0;
    }

    @Override
    int available() {
        try {
            while (state != State.DATA && state != State.ENDED && !mustWait()) {
                step();
            }
        } catch (IOException malformed) {
            // Nothing was passed over, so that the next read meets the same fault and throws it.
            return 0;
        }
        return state == State.DATA ? (int) Math.min(left, connection.buffered()) : 0;
    }

    @Override
    boolean ended() {
        return state == State.ENDED;
    }

    /** Reads one line of framing. */
    private void step() throws IOException {
        int length = lineLength();
        while (length < 0) {
            if (!connection.fill(waits)) {
                throw cut();
            }
            length = lineLength();
        }
        String line = connection.text(length);
        switch (state) {
            case SIZE -> {
                left = size(line);
                state = left == 0 ? State.TRAILER : State.DATA;
            }
            case DATA_END -> state = State.SIZE;
            case TRAILER -> trailer(line);
            case DATA, ENDED -> throw new IllegalStateException("no line belongs here");
        }
        connection.skip(length + 2);
    }

    private void trailer(String line) throws Malformed {
        if (line.isEmpty()) {
            state = State.ENDED;
            return;
        }
        if (++trailers > MAX_TRAILERS) {
            throw new Malformed("sent more than " + MAX_TRAILERS + " trailers");
        }
        ReplyHead.checkTrailer(line);
    }

    /** The length of the line that was read ahead, without its CR LF; -1 when it is not complete. */
    private int lineLength() throws Malformed {
        int longest = state == State.DATA_END ? 0 : MAX_LINE;
        int buffered = connection.buffered();
        for (int i = 0; i < buffered; i++) {
            byte b = connection.peek(i);
            if (b == '\r' && (i + 1 == buffered || connection.peek(i + 1) == '\n')) {
                return i + 1 == buffered ? -1 : i;
            }
            if (b == '\r' || b == '\n' || b == 0 || i >= longest) {
                throw new Malformed(
                        state == State.DATA_END
                                ? "sent a chunk that is longer than its announced size"
                                : "broke the rules of chunked transfer (a line of it is too long or not ended by CR"
                                        + " LF)");
            }
        }
        return -1;
    }

    private static long size(String line) throws Malformed {
        long size = 0;
        int digits = 0;
        while (digits < line.length() && hex(line.charAt(digits)) >= 0) {
            size = size << 4 | hex(line.charAt(digits));
            digits++;
        }
        String rest = line.substring(digits).strip();
        boolean onlyExtensions = rest.startsWith(";") || digits == line.length();
        if (digits == 0 || digits > MAX_DIGITS || !onlyExtensions) {
            throw new Malformed(
                    "announced a chunk whose size is not a hexadecimal number of at most " + MAX_DIGITS + " digits");
        }
        return size;
    }

    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private Malformed cut() {
        return new Malformed(
                state == State.DATA
                        ? "broke off its answer in the middle of a chunk, " + left + " bytes before the chunk's end"
                        : "broke off its answer before the last chunk");
    }
}
