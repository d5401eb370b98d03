// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static io.aisbf.runtime.guard.RefusedException.bad;

import java.util.Arrays;

/**
 * Reads one request head strictly and finds out how its body is framed (RFC 9112 sections 2 to 6).
 *
 * <p>The HTTP engine behind parses the same bytes again for its own purposes; the point of reading them here first is
 * that both must agree on where the request ends, so everything about which two readers have ever disagreed is refused:
 * lone CR or LF, folded lines, space before a colon, control characters, several lengths, a length together with a
 * transfer coding, a missing or second Host.
 *
 * <p>Bytes come in by {@link #offer}; lines are checked as soon as they are complete, and single bytes at once, so that
 * a head that can no longer become legal is refused without waiting for its end.
 */
final class Head {
    private final HeadLines lines = new HeadLines();
    private final int maximum;
    private byte[] bytes = Inlet.END;
    private boolean own;
    private int start;
    private int limit;
    private int at;
    private int line;
    private boolean requestLine;
    private boolean skippedEmptyLine;
    private boolean complete;

    Head(int maximum) {
        this.maximum = maximum;
    }

    /** Forgets the previous request. */
    void begin() {
        bytes = Inlet.END;
        own = false;
        start = 0;
        limit = 0;
        at = 0;
        line = 0;
        requestLine = false;
        skippedEmptyLine = false;
        complete = false;
        lines.begin();
    }

    /**
     * Takes bytes and checks what is complete by now. The array is kept until the head ends, and not changed.
     *
     * @throws RefusedException when the head can no longer be legal
     */
    void offer(byte[] more, int from) {
        if (limit == start) {
            bytes = more;
            start = from;
            at = from;
            line = from;
            limit = more.length;
        } else {
            append(more, from);
        }
        scan();
        if (!complete && limit - start > maximum) {
            throw tooLarge();
        }
    }

    boolean complete() {
        return complete;
    }

    /** Whether any byte of a request has come; an empty line before it does not count. */
    boolean begun() {
        return limit > start;
    }

    boolean chunked() {
        return lines.chunked();
    }

    /** Length of the body, 0 when there is none; only for a head that is not {@link #chunked}. */
    long length() {
        return lines.length();
    }

    String path() {
        return lines.path();
    }

    /** Whether the answer must have no body. */
    boolean headMethod() {
        return lines.headMethod();
    }

    /** Whether the client wants no further request to be answered on the connection. */
    boolean last() {
        return lines.last();
    }

    /** The array that holds the whole head and whatever came behind it. */
    byte[] bytes() {
        return limit == bytes.length ? bytes : Arrays.copyOf(bytes, limit);
    }

    int start() {
        return start;
    }

    /** Index behind the head's last byte in {@link #bytes}. */
    int end() {
        return at;
    }

    private void append(byte[] more, int from) {
        int count = more.length - from;
        if (!own || bytes.length - limit < count) {
            byte[] grown = new byte[Math.max(1024, 2 * (limit - start + count))];
            System.arraycopy(bytes, start, grown, 0, limit - start);
            at -= start;
            line -= start;
            limit -= start;
            start = 0;
            bytes = grown;
            own = true;
        }
        System.arraycopy(more, from, bytes, limit, count);
        limit += count;
    }

    private void scan() {
        while (!complete) {
            while (at < limit && Octets.plain(bytes[at])) {
                at++;
            }
            if (at == limit) {
                return;
            }
            if (bytes[at] == '\r') {
                if (at + 1 == limit) {
                    return;
                }
                if (bytes[at + 1] != '\n') {
                    throw bad("The request head has a CR without LF: end each line with CR LF.");
                }
                endOfLine();
            } else if (bytes[at] == '\n') {
                throw bad("The request head has a LF without CR: end each line with CR LF.");
            } else {
                throw bad("The request head has a control character.");
            }
        }
    }

    /** Called with {@link #at} on the CR; leaves it behind the LF. */
    private void endOfLine() {
        int from = line;
        int to = at;
        at += 2;
        line = at;
        if (at - start > maximum) {
            throw tooLarge();
        }
        if (!requestLine) {
            firstLine(from, to);
        } else if (from == to) {
            lines.finish();
            complete = true;
        } else {
            lines.field(bytes, from, to);
        }
    }

    private void firstLine(int from, int to) {
        if (from == to) {
            // RFC 9112 section 2.2: one empty line before a request is to be ignored, some clients append it to a body.
            if (skippedEmptyLine) {
                throw bad("The request begins with more than one empty line.");
            }
            skippedEmptyLine = true;
            start = at;
        } else {
            requestLine = true;
            lines.first(bytes, from, to);
        }
    }

    private RefusedException tooLarge() {
        return requestLine
                ? new RefusedException(431, "The request head is larger than " + maximum + " bytes.")
                : new RefusedException(414, "The request line is longer than " + maximum + " bytes.");
    }

    /** Character classes of RFC 9110 section 5.6.2 and RFC 9112, as table look-ups on bytes. */
    static final class Octets {
        private static final int TOKEN = 1;
        private static final int FORBIDDEN = 2;
        private static final int LINE_END = 4;
        private static final byte[] CLASSES = classes();

        private Octets() {}

        /** A character of a method, a field name or a chunk extension. */
        static boolean token(byte octet) {
            return (CLASSES[octet & 0xff] & TOKEN) != 0;
        }

        /** A control character other than tab, CR and LF: legal nowhere in a head, a chunk line or a trailer. */
        static boolean forbidden(byte octet) {
            return (CLASSES[octet & 0xff] & FORBIDDEN) != 0;
        }

        /** Neither forbidden nor CR nor LF: what a line consists of. */
        static boolean plain(byte octet) {
            return (CLASSES[octet & 0xff] & (FORBIDDEN | LINE_END)) == 0;
        }

        static boolean blank(byte octet) {
            return octet == ' ' || octet == '\t';
        }

        /** Value of a hexadecimal digit, or -1; unlike Character.digit it knows ASCII only. */
        static int hex(byte octet) {
            if (octet >= '0' && octet <= '9') {
                return octet - '0';
            }
            int lower = octet | 0x20;
            return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
        }

        private static byte[] classes() {
            byte[] classes = new byte[256];
            for (int octet = 0; octet < 0x20; octet++) {
                classes[octet] = FORBIDDEN;
            }
            classes[0x7f] = FORBIDDEN;
            classes['\t'] = 0;
            classes['\r'] = LINE_END;
            classes['\n'] = LINE_END;
            for (int octet = 0x21; octet < 0x7f; octet++) {
                boolean separator = "\"(),/:;<=>?@[\\]{}".indexOf(octet) >= 0;
                classes[octet] = (byte) (separator ? 0 : TOKEN);
            }
            return classes;
        }
    }
}
