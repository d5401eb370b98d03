// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

/** Lines that a tool for reading files has numbered: {@code "  12→text"}, {@code "12: text"}, {@code "12|text"}. */
public final class NumberedLines {
    private static final int DIGITS = 7;

    private NumberedLines() {}

    /** The line without its number. */
    public static String said(String line) {
        return line.substring(prefix(line));
    }

    /** How long the number of a line is, what follows it included; 0 if it has none. */
    public static int prefix(String line) {
        int from = Lines.indent(line);
        int at = from;
        while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
            at++;
        }
        boolean numbered = at > from && at - from <= DIGITS && at < line.length();
        if (!numbered) {
            return 0;
        }
        return switch (line.charAt(at)) {
            case '\t', '→', '|' -> at + 1;
            case ':' -> at + 1 < line.length() && line.charAt(at + 1) == ' ' ? at + 2 : 0;
            default -> 0;
        };
    }
}
