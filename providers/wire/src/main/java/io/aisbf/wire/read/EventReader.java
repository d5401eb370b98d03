// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads server-sent events as the HTML standard has them (section 9.2.6, "Interpreting an event stream"): lines end in
 * LF, CR or CRLF, a byte order mark at the very start is skipped, comments and unknown fields are ignored, several
 * {@code data} lines make one value.
 *
 * <p>Two deviations, both because the sender is no browser's: an event without any data is dropped even if it has an
 * empty {@code data} line, and one that the end of the body cuts off is handed out with {@link Event#cut}, so that the
 * caller can tell a missing last line break from a missing rest.
 *
 * <p>Bytes are never decoded, so a character that arrives in two pieces is no matter. Used by one thread. An event
 * larger than {@value #LIMIT} bytes is a {@code MALFORMED_REPLY}.
 */
public final class EventReader {
    static final int LIMIT = 16 << 20;

    private static final byte[] NOTHING = {};

    private final InputStream in;
    private byte[] buffer = new byte[16 * 1024];
    private int position;
    private int scanned;
    private int limit;
    private boolean atStart = true;
    private boolean lineFeedMayFollow;
    private boolean ended;
    private Optional<Exception> broken = Optional.empty();

    private byte[] data = NOTHING;
    private Optional<String> name = Optional.empty();
    private boolean complete;

    /** Reads events from a body, which stays the caller's to close. */
    public EventReader(InputStream in) {
        this.in = in;
    }

    /** One event. */
    public static final class Event {
        private final Optional<String> name;
        private final byte[] data;
        private final boolean cut;

        private Event(Optional<String> name, byte[] data, boolean cut) {
            this.name = name;
            this.data = data;
            this.cut = cut;
        }

        /** The {@code event} field, if it has one that is not empty. */
        public Optional<String> name() {
            return name;
        }

        /** The {@code data} lines, joined by line feeds. The array is the caller's; it is never empty. */
        public byte[] data() {
            return data;
        }

        /** Whether the body ended before the empty line that closes the event. */
        public boolean cut() {
            return cut;
        }
    }

    /** Waits for the next event; empty at the end of the body. */
    public Optional<Event> next() throws IOException {
        while (!advance()) {
            if (!fill()) {
                return last();
            }
        }
        return Optional.of(take(false));
    }

    /** Whether {@link #next} has something to give without waiting. Reads what can be read without waiting. */
    public boolean ready() {
        try {
            while (!advance()) {
                if (ended || broken.isPresent()) {
                    return true;
                }
                if (in.available() <= 0 || !fill()) {
                    return ended;
                }
            }
        } catch (IOException | CallException e) {
            broken = Optional.of(e);
        }
        return true;
    }

    /** Takes lines out of the buffer until an event is complete or there are no more lines in it. */
    private boolean advance() {
        while (!complete) {
            int end = endOfLine();
            if (end < 0) {
                return false;
            }
            int from = position;
            position = end + 1;
            scanned = position;
            lineFeedMayFollow = buffer[end] == '\r';
            swallowLineFeed();
            if (end > from) {
                field(from, end);
            } else if (data.length > 0) {
                complete = true;
            } else {
                name = Optional.empty();
            }
        }
        return true;
    }

    private int endOfLine() {
        byte[] bytes = buffer;
        int at = scanned;
        int end = limit;
        while (at < end && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        scanned = at;
        return at < end ? at : -1;
    }

    private void swallowLineFeed() {
        if (lineFeedMayFollow && position < limit) {
            lineFeedMayFollow = false;
            if (buffer[position] == '\n') {
                position++;
                scanned = position;
            }
        }
    }

    private void field(int lineFrom, int to) {
        int from = lineFrom;
        if (atStart) {
            atStart = false;
            if (to - from >= 3
                    && buffer[from] == (byte) 0xef
                    && buffer[from + 1] == (byte) 0xbb
                    && buffer[from + 2] == (byte) 0xbf) {
                from += 3;
            }
        }
        if (isField("data", from, to)) {
            append(valueStart(from + 4, to), to);
        } else if (isField("event", from, to)) {
            int start = valueStart(from + 5, to);
            name = start < to
                    ? Optional.of(new String(buffer, start, to - start, StandardCharsets.UTF_8))
                    : Optional.empty();
        }
    }

    private boolean isField(String field, int from, int to) {
        int length = field.length();
        if (to - from < length || (to - from > length && buffer[from + length] != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer[from + i] != field.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the value of a field starts: past the colon and one space. */
    private int valueStart(int colon, int to) {
        int start = Math.min(colon + 1, to);
        return start < to && buffer[start] == ' ' ? start + 1 : start;
    }

    private void append(int from, int to) {
        if (data.length == 0) {
            data = from == to ? NOTHING : Arrays.copyOfRange(buffer, from, to);
            return;
        }
        check(data.length + 1L + to - from);
        byte[] joined = Arrays.copyOf(data, data.length + 1 + to - from);
        joined[data.length] = '\n';
        System.arraycopy(buffer, from, joined, data.length + 1, to - from);
        data = joined;
    }

    private Optional<Event> last() {
        if (limit > position) {
            field(position, limit);
            position = limit;
            scanned = limit;
        }
        return data.length == 0 ? Optional.empty() : Optional.of(take(true));
    }

    private Event take(boolean cut) {
        Event event = new Event(name, data, cut);
        data = NOTHING;
        name = Optional.empty();
        complete = false;
        return event;
    }

    /** Reads once, and blocks only if nothing is available; tells whether there was anything. */
    private boolean fill() throws IOException {
        if (broken.isPresent()) {
            Exception e = broken.get();
            if (e instanceof CallException failure) {
                throw failure;
            }
            throw new IOException(e.getMessage(), e);
        }
        makeRoom();
        int count = ended ? -1 : in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            ended = true;
            return false;
        }
        limit += count;
        swallowLineFeed();
        return true;
    }

    private void makeRoom() {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            scanned -= position;
            position = 0;
        }
        if (limit == buffer.length) {
            check(limit);
            buffer = Arrays.copyOf(buffer, 2 * limit);
        }
    }

    private static void check(long size) {
        if (size >= LIMIT) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the provider sent an event of more than " + LIMIT + " bytes");
        }
    }
}
