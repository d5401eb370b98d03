// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.plugin.Upstream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An upstream's reply that arrives in two pieces, or byte by byte. */
final class Pieces extends InputStream implements Upstream.Reply {
    private final String type;
    private final byte[] bytes;
    private final int seam;
    private int at;

    /** No read crosses the seam; a negative seam lets each read have one byte. */
    Pieces(String type, byte[] bytes, int seam) {
        this.type = type;
        this.bytes = bytes;
        this.seam = seam;
    }

    static Pieces whole(String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Pieces(type, bytes, bytes.length);
    }

    @Override
    public int available() {
        int left = at < seam ? seam - at : bytes.length - at;
        return seam < 0 ? Math.min(1, left) : left;
    }

    @Override
    public int read() {
        return at < bytes.length ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (at == bytes.length) {
            return -1;
        }
        int count = Math.min(length, available());
        System.arraycopy(bytes, at, into, from, count);
        at += count;
        return count;
    }

    @Override
    public int status() {
        return 200;
    }

    @Override
    public Optional<String> header(String name) {
        return name.equals("content-type") ? Optional.of(type) : Optional.empty();
    }

    @Override
    public InputStream body() {
        return this;
    }

    @Override
    public boolean delimited() {
        return true;
    }

    @Override
    public void close() {
        // It lies in memory.
    }
}
