// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads lines that hold one JSON value each (NDJSON, as Ollama streams it), ended by LF, CR LF or the end of the body;
 * empty lines are passed over, and so is a byte order mark. Bytes are never decoded, so a character that arrives in two
 * pieces is no matter. Used by one thread. A line longer than {@value #LIMIT} bytes is a {@code MALFORMED_REPLY}.
 */
public final class LineReader {
    static final int LIMIT = 16 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[16 * 1024];
    private int position;
    private int scanned;
    private int limit;
    private boolean atStart = true;
    private boolean ended;

    /** Reads lines from a body, which stays the caller's to close. */
    public LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * A line.
     *
     * @param data its bytes without its end; the array is the caller's
     * @param cut whether the body ended where the line's end was to come
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: a line is read once and dropped
    public record Line(byte[] data, boolean cut) {}

    /** Waits for the next line that is not empty; nothing at the end of the body. */
    public Optional<Line> next() throws IOException {
        while (true) {
            Optional<Line> line = buffered();
            if (line.isPresent()) {
                return line;
            }
            if (ended || !fill()) {
                ended = true;
                byte[] rest = trimmed(position, limit);
                position = limit;
                return rest.length == 0 ? Optional.empty() : Optional.of(new Line(rest, true));
            }
        }
    }

    /** Whether {@link #next} has something to give without waiting, as far as is known. */
    public boolean ready() {
        if (ended || endOfLine() >= 0) {
            return true;
        }
        try {
            return in.available() > 0;
        } catch (IOException | CallException e) {
            return true;
        }
    }

    private Optional<Line> buffered() {
        for (int end = endOfLine(); end >= 0; end = endOfLine()) {
            byte[] line = trimmed(position, end);
            position = end + 1;
            scanned = position;
            if (line.length > 0) {
                return Optional.of(new Line(line, false));
            }
        }
        return Optional.empty();
    }

    private int endOfLine() {
        while (scanned < limit) {
            if (buffer[scanned] == '\n') {
                return scanned;
            }
            scanned++;
        }
        return -1;
    }

    private byte[] trimmed(int from, int to) {
        int start = from;
        int end = to;
        if (atStart && end - start >= 3 && buffer[start] == (byte) 0xef && buffer[start + 1] == (byte) 0xbb) {
            start += 3;
        }
        atStart = false;
        while (start < end && isSpace(buffer[start])) {
            start++;
        }
        while (end > start && isSpace(buffer[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(buffer, start, end);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }

    private boolean fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            scanned -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            if (limit >= LIMIT) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, "the provider sent a line longer than " + LIMIT + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.min(LIMIT, buffer.length * 2));
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, read);
        return read > 0;
    }
}
