// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.fuzz;

import io.aisbf.api.plugin.Upstream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An upstream's answer that arrives in pieces of a given size. */
final class Trickle implements Upstream.Reply {
    private final int status;
    private final Map<String, String> headers;
    private final boolean delimited;
    private final InputStream body;

    Trickle(int status, Map<String, String> headers, byte[] bytes, int piece, boolean delimited) {
        this.status = status;
        this.headers = headers;
        this.delimited = delimited;
        this.body = new Pieces(bytes, piece);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public boolean delimited() {
        return delimited;
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    /** A stream that gives no more than a piece at a time. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int piece;

        Pieces(byte[] bytes, int piece) {
            super(bytes);
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, piece));
        }

        @Override
        public synchronized int available() {
            return Math.min(piece, super.available());
        }
    }
}
