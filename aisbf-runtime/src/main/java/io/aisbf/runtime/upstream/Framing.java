// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.runtime.upstream.Connection.Malformed;
import java.io.IOException;
import java.util.List;

/**
 * Where the body of an answer ends (RFC 9112 section 6.3) and how its bytes lie on the wire. Used by the exchange's
 * thread.
 *
 * <p>Never says "ended" for a body that was cut: that is thrown.
 */
abstract sealed class Framing permits Framing.Sized, Framing.UntilClose, Chunks {
    final Connection connection;
    final Waits waits;

    Framing(Connection connection, Waits waits) {
        this.connection = connection;
        this.waits = waits;
    }

    /**
     * The framing that a head announces; contradictions are refused, for two parties that resolve them differently see
     * two answers.
     */
    static Framing of(String method, ReplyHead head, Connection connection, Waits waits) throws Malformed {
        List<String> codings = head.headers("transfer-encoding");
        List<String> lengths = head.headers("content-length");
        if (bodiless(method, head.status())) {
            return new Sized(0, connection, waits);
        }
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw new Malformed("announces both a Transfer-Encoding and a Content-Length");
            }
            if (!head.latest() || codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw new Malformed(
                        "announces a Transfer-Encoding that nobody asked for (only \"chunked\" in HTTP/1.1 will do)");
            }
            return new Chunks(connection, waits);
        }
        return lengths.isEmpty() ? new UntilClose(connection, waits) : new Sized(length(lengths), connection, waits);
    }

    /** Answers that have no body whatever their headers say. */
    static boolean bodiless(String method, int status) {
        return method.equals("HEAD") || status == 204 || status == 304;
    }

    private static long length(List<String> lengths) throws Malformed {
        long length = -1;
        for (String values : lengths) {
            for (String value : values.split(",", -1)) {
                long one = number(value.strip());
                if (length >= 0 && length != one) {
                    throw new Malformed("announces two different Content-Lengths");
                }
                length = one;
            }
        }
        return length;
    }

    private static long number(String digits) throws Malformed {
        boolean valid = !digits.isEmpty() && digits.length() <= 18;
        for (int i = 0; i < digits.length(); i++) {
            valid &= digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        if (!valid) {
            throw new Malformed("announces a Content-Length that is not a number of bytes");
        }
        return Long.parseLong(digits);
    }

    /** Reads bytes of the body, waiting only while there are none; -1 at the end. {@code length} is at least 1. */
    abstract int read(byte[] into, int offset, int length) throws IOException;

    /** How many bytes at least can be read without waiting. */
    abstract int available();

    /** Whether the end was reached. */
    abstract boolean ended();

    /** Whether the sender announces the end. */
    boolean delimited() {
        return true;
    }

    /** A body of announced length, or none. */
    static final class Sized extends Framing {
        private final long announced;
        private long left;

        Sized(long announced, Connection connection, Waits waits) {
            super(connection, waits);
            this.announced = announced;
            this.left = announced;
        }

        @Override
        int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = connection.take(into, offset, (int) Math.min(length, left), waits);
            if (count < 0) {
                throw new Malformed("broke off its answer after " + (announced - left) + " of " + announced + " bytes");
            }
            left -= count;
            return count;
        }

        @Override
        int available() {
            return (int) Math.min(left, connection.buffered());
        }

        @Override
        boolean ended() {
            return left == 0;
        }
    }

    /** A body that ends with the connection. */
    static final class UntilClose extends Framing {
        private boolean ended;

        UntilClose(Connection connection, Waits waits) {
            super(connection, waits);
        }

        @Override
        int read(byte[] into, int offset, int length) throws IOException {
            int count = ended ? -1 : connection.take(into, offset, length, waits);
            if (count < 0) {
                // Under TLS an honest end is said before the connection is closed (RFC 8446 section 6.1); the wire's
                // own end is a cut.
                if (connection.origin().tls() && connection.wire().ended()) {
                    throw new Malformed("closed the connection without TLS's farewell; its answer may be cut");
                }
                ended = true;
            }
            return count;
        }

        @Override
        int available() {
            return connection.buffered();
        }

        @Override
        boolean ended() {
            return ended;
        }

        @Override
        boolean delimited() {
            return false;
        }
    }
}
