// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

/**
 * Long stretches of base64 or hexadecimal digits, which say nothing to a reader: their kind, length and hash take their
 * place. A mark has no sign that JSON would escape, so within a JSON string it stands as well as anywhere.
 */
public final class Blobs {
    private static final int SHORTEST = 256;
    private static final int LINE = 60;

    private Blobs() {}

    /** The text without its blobs. */
    public static String marked(String text) {
        StringBuilder shorter = new StringBuilder();
        int copied = 0;
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            if (end - at >= SHORTEST && isBlob(text, at, end)) {
                String blob = text.substring(at, end);
                shorter.append(text, copied, at)
                        .append(Handle.of(blob, name(blob) + ", " + blob.length() + " characters"));
                copied = end;
            }
            at = Math.max(end, at + 1);
        }
        return copied == 0 ? text : shorter.append(text, copied, text.length()).toString();
    }

    /** A blob may go over line breaks where all its lines are full, as in PEM files and mail. */
    private static int end(String text, int from) {
        int at = from;
        int line = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean goesOn = c == '\n'
                    && at - line >= LINE
                    && at + 1 < text.length()
                    && Character.isLetterOrDigit(text.charAt(at + 1));
            if (!digit(c) && !goesOn) {
                break;
            }
            at++;
            line = goesOn ? at : line;
        }
        return at;
    }

    private static boolean digit(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '='
                || c == '-'
                || c == '_';
    }

    /** Words, paths and rules of dashes are long stretches too: a blob has all kinds of signs, close to each other. */
    private static boolean isBlob(String text, int from, int to) {
        int[] kinds = new int[4];
        int changes = 0;
        int before = -1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int kind = c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= '0' && c <= '9' ? 2 : 3;
            kinds[kind]++;
            changes += kind == before ? 0 : 1;
            before = kind;
        }
        int length = to - from;
        boolean hexadecimal =
                kinds[2] > length / 3 && kinds[3] < length / 50 && Math.min(kinds[0], kinds[1]) < length / 50;
        boolean base64 = Math.min(kinds[0], kinds[1]) > length / 10 && kinds[2] > length / 25 && kinds[3] < length / 8;
        return (hexadecimal || base64) && changes > length / 5;
    }

    private static String name(String blob) {
        for (int i = 0; i < blob.length(); i++) {
            if (Character.digit(blob.charAt(i), 16) < 0 && blob.charAt(i) != '\n') {
                return "base64";
            }
        }
        return "hexadecimal";
    }
}
