// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads replies off a connection, and nothing that is larger or deeper than what the gateway asks for can be. Used by
 * one thread at a time.
 */
final class ReplyReader {
    private static final int LONGEST_LINE = 4_096;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int MOST_ITEMS = 20_000;
    private static final int DEEPEST = 3;

    private final InputStream in;

    /** Reads from there, which should be buffered. */
    ReplyReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next reply.
     *
     * @throws IOException if there is none, or what comes is none
     */
    Reply read() throws IOException {
        return read(DEEPEST);
    }

    private Reply read(int deep) throws IOException {
        int kind = in.read();
        return switch (kind) {
            case '+' -> new Reply.Text(line());
            case '-' -> new Reply.Problem(line());
            case ':' -> new Reply.Whole(number());
            case '$' -> bulk();
            case '*' -> items(deep);
            case -1 -> throw new EOFException("it closed the connection");
            default -> throw new IOException("it answers something that is not Redis's protocol");
        };
    }

    private Reply bulk() throws IOException {
        long length = number();
        if (length == -1) {
            return new Reply.Nothing();
        }
        if (length < 0 || length > LONGEST_TEXT) {
            throw new IOException("it answers a text of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("it closed the connection in the middle of an answer");
        }
        if (in.read() != '\r' || in.read() != '\n') {
            throw new IOException("it answers a text that does not end where it says");
        }
        return new Reply.Text(new String(bytes, StandardCharsets.UTF_8));
    }

    private Reply items(int deep) throws IOException {
        long count = number();
        if (count == -1) {
            return new Reply.Nothing();
        }
        if (count < 0 || count > MOST_ITEMS || deep == 0) {
            throw new IOException("it answers a list that nobody asked for");
        }
        List<Reply> items = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            items.add(read(deep - 1));
        }
        return new Reply.Items(List.copyOf(items));
    }

    private long number() throws IOException {
        try {
            return Long.parseLong(line());
        } catch (NumberFormatException e) {
            throw new IOException("it answers something that should be a number and is none", e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\r') {
            if (next < 0) {
                throw new EOFException("it closed the connection in the middle of an answer");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("it answers a line that does not end");
            }
            line.write(next);
            next = in.read();
        }
        if (in.read() != '\n') {
            throw new IOException("it answers a line that does not end as it should");
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
