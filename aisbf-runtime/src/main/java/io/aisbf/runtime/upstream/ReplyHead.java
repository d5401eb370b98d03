// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.runtime.upstream.Connection.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Status line and headers of an answer, read strictly after RFC 9112 sections 4 and 5: whoever guesses where a head
 * ends can be made to take one answer for two. Bare line feeds, folded lines, space before a colon and control
 * characters are refused.
 */
final class ReplyHead {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_FIELDS = 256;

    /** Informational answers (1xx) before the real one; nobody sends more than two. */
    private static final int MAX_INFORMATIONAL = 16;

    private static final String PREFIX = "HTTP/1.";

    private final int status;
    private final boolean latest;
    private final List<String> fields;

    private ReplyHead(int status, boolean latest, List<String> fields) {
        this.status = status;
        this.latest = latest;
        this.fields = fields;
    }

    /** Reads the head of the final answer, past informational ones. */
    static ReplyHead read(Connection connection, Waits waits) throws IOException {
        for (int count = 0; count <= MAX_INFORMATIONAL; count++) {
            ReplyHead head = parse(text(connection, waits));
            if (head.status >= 200) {
                return head;
            }
            if (head.status == 101) {
                throw new Malformed("switches protocols (status 101) although nobody asked it to");
            }
        }
        throw new Malformed("sent more than " + MAX_INFORMATIONAL + " informational answers (1xx) and no final one");
    }

    /** The head's text without its empty last line; each line ends with CR LF. */
    private static String text(Connection connection, Waits waits) throws IOException {
        int lineStart = 0;
        for (int next = 0; next < MAX_BYTES; next++) {
            if (next == connection.buffered() && !connection.fill(waits)) {
                throw new Malformed(
                        "closed the connection in the middle of its answer's head, after " + next + " bytes");
            }
            byte b = connection.peek(next);
            if (next < PREFIX.length() && b != PREFIX.charAt(next)) {
                throw new Malformed(
                        "answered with something that is not HTTP/1.1; is this the port of an HTTP service?");
            }
            if (b != '\n') {
                continue;
            }
            if (connection.peek(next - 1) != '\r') {
                throw new Malformed("ended a line of its answer's head without a carriage return");
            }
            if (next - 1 == lineStart) {
                String text = connection.text(lineStart);
                connection.skip(next + 1);
                return text;
            }
            lineStart = next + 1;
        }
        throw new Malformed("sent a head of more than " + MAX_BYTES + " bytes");
    }

    private static ReplyHead parse(String text) throws Malformed {
        int end = text.indexOf("\r\n");
        String line = text.substring(0, end);
        if (line.length() < 12
                || (line.charAt(7) != '0' && line.charAt(7) != '1')
                || line.charAt(8) != ' '
                || (line.length() > 12 && line.charAt(12) != ' ')
                || !clean(line, 0, end)) {
            throw new Malformed("answered with a status line that is not HTTP/1.1");
        }
        int status = 0;
        for (int i = 9; i < 12; i++) {
            status = status * 10 + Character.digit(line.charAt(i), 10);
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                throw new Malformed("answered with a status that is no number");
            }
        }
        if (status < 100 || status > 599) {
            throw new Malformed("answered with status " + status + "; there are 100 to 599");
        }
        return new ReplyHead(status, line.charAt(7) == '1', fields(text, end + 2));
    }

    private static List<String> fields(String text, int from) throws Malformed {
        List<String> fields = new ArrayList<>(32);
        for (int start = from; start < text.length(); ) {
            int end = text.indexOf("\r\n", start);
            if (fields.size() == 2 * MAX_FIELDS) {
                throw new Malformed("sent more than " + MAX_FIELDS + " headers");
            }
            addField(text, start, end, fields);
            start = end + 2;
        }
        return fields;
    }

    private static void addField(String text, int start, int end, List<String> fields) throws Malformed {
        int colon = start;
        while (colon < end && RequestHead.isTokenCharacter(text.charAt(colon))) {
            colon++;
        }
        if (colon == start || colon == end || text.charAt(colon) != ':' || !clean(text, colon, end)) {
            throw new Malformed("sent a header line that is not of the form \"name: value\" (header "
                    + (fields.size() / 2 + 1) + ")");
        }
        int first = colon + 1;
        int last = end;
        while (first < last && isBlank(text.charAt(first))) {
            first++;
        }
        while (last > first && isBlank(text.charAt(last - 1))) {
            last--;
        }
        fields.add(text.substring(start, colon));
        fields.add(text.substring(first, last));
    }

    /** Whether a line is free of control characters but the tab; a lone CR is one. */
    private static boolean clean(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Checks a line of a trailer section (RFC 9112 section 7.1.2) the way a header is checked. */
    static void checkTrailer(String line) throws Malformed {
        addField(line, 0, line.length(), new ArrayList<>(2));
    }

    int status() {
        return status;
    }

    /** Whether the sender speaks HTTP/1.1, not 1.0. */
    boolean latest() {
        return latest;
    }

    /** The first header of that name, in any case. */
    Optional<String> header(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return Optional.of(fields.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** All values of a header, in order. */
    List<String> headers(String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                values.add(fields.get(i + 1));
            }
        }
        return values;
    }

    /** Whether a header that is a list of words holds this one, in any case. */
    boolean lists(String name, String word) {
        for (String value : headers(name)) {
            for (String element : value.split(",", -1)) {
                if (element.strip().equalsIgnoreCase(word)) {
                    return true;
                }
            }
        }
        return false;
    }
}
