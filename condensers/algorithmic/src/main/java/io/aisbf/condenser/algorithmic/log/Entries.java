// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import io.aisbf.condenser.algorithmic.text.Content;
import io.aisbf.condenser.algorithmic.text.Handle;
import io.aisbf.condenser.algorithmic.text.Heading;
import java.util.ArrayList;
import java.util.List;

/**
 * The entries of a log. Where entries begin with a time or a level, indented lines and those of a stack trace belong to
 * the entry before them; elsewhere each line is one. A digest made earlier is read back: its counts count.
 *
 * @param list in the order of the log
 * @param lines how many lines they stand for
 * @param origin the mark of the log itself, if this is an earlier digest of it; otherwise empty
 */
record Entries(List<Entry> list, int lines, String origin) {
    /** What the first line of a digest says after its mark. */
    static final String TITLE = " digest of a log of ";

    /** What stands before the line that stands for many. */
    static final String TIMES = "×";

    /** The most lines that are taken for one entry. */
    private static final int MOST_LINES = 40;

    /** Whether a line begins a digest. */
    static boolean digest(String line) {
        return line.startsWith(Handle.OPEN) && line.contains(Handle.CLOSE + TITLE);
    }

    /** Reads the entries of lines. */
    static Entries of(List<String> lines) {
        if (!lines.isEmpty() && digest(lines.getFirst())) {
            return digested(lines);
        }
        return new Entries(list(lines), lines.size(), "");
    }

    private static Entries digested(List<String> lines) {
        String first = lines.getFirst();
        int close = first.indexOf(Handle.CLOSE) + 1;
        int counted = number(first, close + TITLE.length());
        List<Entry> entries = list(lines.subList(1, lines.size()));
        return new Entries(entries, counted, first.substring(0, close));
    }

    private static List<Entry> list(List<String> lines) {
        List<Entry> entries = new ArrayList<>(lines.size());
        boolean headed = headed(lines);
        int from = 0;
        while (from < lines.size()) {
            int to = from + 1;
            while (headed && to < lines.size() && to - from < MOST_LINES && belongs(lines.get(to))) {
                to++;
            }
            String line = lines.get(from);
            if (!line.isBlank() || to > from + 1) {
                entries.add(entry(line, to == from + 1 ? line : String.join("\n", lines.subList(from, to))));
            }
            from = to;
        }
        return entries;
    }

    private static Entry entry(String line, String text) {
        int count = line.startsWith(TIMES) ? number(line, TIMES.length()) : 0;
        if (count > 1) {
            int said = line.indexOf(' ') + 1;
            return new Entry(text, said, line.length(), count);
        }
        return new Entry(text, Heading.length(line, 0, line.length()), line.length(), 1);
    }

    private static int number(String line, int from) {
        int at = from;
        int value = 0;
        while (at < line.length() && at < from + 9 && Character.isDigit(line.charAt(at))) {
            value = value * 10 + Character.digit(line.charAt(at), 10);
            at++;
        }
        return value;
    }

    private static boolean headed(List<String> lines) {
        int sample = Math.min(lines.size(), 100);
        return lines.subList(0, sample).stream().filter(Content::isLog).count() > sample / 4;
    }

    /** Lines that go on with the entry before them. */
    static boolean belongs(String line) {
        return (!line.isEmpty() && (line.charAt(0) == '\t' || line.startsWith("  ")))
                || line.startsWith("Caused by:")
                || line.startsWith("Traceback (")
                || line.startsWith("... ");
    }
}
