// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.plugin.Upstream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An upstream's reply that lies in memory and can be made to arrive in pieces, to break off, or to end without having
 * announced its end.
 */
final class Reply implements Upstream.Reply {
    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;
    private final boolean delimited;
    private boolean closed;

    private Reply(int status, Map<String, String> headers, InputStream body, boolean delimited) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.delimited = delimited;
    }

    static Reply of(int status, Map<String, String> headers, String body) {
        return new Reply(status, headers, new ByteArrayInputStream(bytes(body)), true);
    }

    static Reply json(String body) {
        return of(200, Map.of("content-type", "application/json; charset=utf-8"), body);
    }

    static Reply events(String body) {
        return events(new ByteArrayInputStream(bytes(body)), true);
    }

    /**
     * The first bytes of a stream, after which the connection ends: with an error if its end was to be announced, else
     * without a word.
     */
    static Reply cut(byte[] body, int length, boolean delimited) {
        return events(new Pieces(Arrays.copyOf(body, length), length, delimited), delimited);
    }

    /** A stream that arrives in two pieces. */
    static Reply split(byte[] body, int at) {
        return events(new Pieces(body, at, false), true);
    }

    private static Reply events(InputStream body, boolean delimited) {
        return new Reply(200, Map.of("content-type", "text/event-stream"), body, delimited);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean closed() {
        return closed;
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
        closed = true;
    }

    /** No read crosses the seam. */
    private static final class Pieces extends InputStream {
        private final byte[] bytes;
        private final int seam;
        private final boolean breaks;
        private int at;

        private Pieces(byte[] bytes, int seam, boolean breaks) {
            this.bytes = bytes;
            this.seam = seam;
            this.breaks = breaks;
        }

        @Override
        public int available() {
            return at < seam ? seam - at : bytes.length - at;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (at == bytes.length) {
                if (breaks) {
                    throw new IOException("connection reset");
                }
                return -1;
            }
            int count = Math.min(length, available());
            System.arraycopy(bytes, at, into, from, count);
            at += count;
            return count;
        }
    }
}
