// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.write;

import io.aisbf.api.json.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes server-sent events (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">specification</a>) whose data is one JSON
 * value, on one line: a line break ends the field, and not every client puts several {@code data} lines together again.
 * In JSON a line break is white space between tokens, so that a space says the same. Stateless.
 */
public final class EventLines {
    private static final byte[] DATA = bytes("data: ");
    private static final byte[] EMPTY_LINE = bytes("\n\n");
    private static final byte[] EMPTY_CRLF_LINE = bytes("\r\n\r\n");

    private EventLines() {}

    /** What ends a line: clients read both, and are given what they know from their provider. */
    public enum End {
        LF("\n"),
        CRLF("\r\n");

        private final String text;

        End(String text) {
            this.text = text;
        }
    }

    /**
     * Writes one event.
     *
     * @param name its {@code event} field; a name with a line break in it must not get here
     */
    public static void write(OutputStream out, Optional<String> name, RawJson data, End end) throws IOException {
        if (name.isPresent()) {
            out.write(bytes("event: " + name.get() + end.text));
        }
        out.write(DATA);
        if (data.read(EventLines::hasLines)) {
            out.write(bytes(data.toString().replace('\r', ' ').replace('\n', ' ')));
        } else {
            data.writeTo(out);
        }
        out.write(end == End.LF ? EMPTY_LINE : EMPTY_CRLF_LINE);
    }

    private static boolean hasLines(byte[] source, int from, int to) {
        for (int at = from; at < to; at++) {
            if (source[at] == '\n' || source[at] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
