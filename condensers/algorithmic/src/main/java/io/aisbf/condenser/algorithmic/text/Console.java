// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal would have shown: escape sequences (ECMA-48, section 5.4) are gone, of a line that was written over
 * only the last state is left, of spinners nothing, and a line that came many times in a row is said once with its count.
 */
public final class Console {
    private static final char ESCAPE = '\u001b';
    private static final int SHORTEST_RUN = 3;
    private static final int SHORTEST_LINE = 12;
    private static final char FIRST_SPINNER = '\u2801';
    private static final char LAST_SPINNER = '\u28ff';

    private Console() {}

    /** The text as it stood on the screen at the end. */
    public static String shown(String text) {
        String plain = text.indexOf(ESCAPE) < 0 ? text : withoutEscapes(text);
        return plain.indexOf('\r') < 0 && !spins(plain) ? plain : lastStates(plain);
    }

    private static String withoutEscapes(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ESCAPE) {
                at = afterEscape(text, at);
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    private static int afterEscape(String text, int escape) {
        int at = escape + 1;
        if (at == text.length()) {
            return at;
        }
        char kind = text.charAt(at);
        if (kind == '[') {
            at++;
            while (at < text.length() && text.charAt(at) >= 0x20 && text.charAt(at) < 0x40) {
                at++;
            }
            return Math.min(text.length(), at + 1);
        }
        if (kind == ']') {
            int end = text.indexOf('\u0007', at);
            int other = text.indexOf(ESCAPE + "\\", at);
            return end >= 0 && (other < 0 || end < other) ? end + 1 : other >= 0 ? other + 2 : at + 1;
        }
        return at + 1;
    }

    private static boolean spins(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_SPINNER && text.charAt(i) <= LAST_SPINNER) {
                return true;
            }
        }
        return false;
    }

    private static String lastStates(String text) {
        List<String> shown = new ArrayList<>();
        for (String line : Lines.of(text)) {
            boolean windows = line.endsWith("\r");
            String said = windows ? line.substring(0, line.length() - 1) : line;
            String last = said.substring(said.lastIndexOf('\r') + 1);
            if (!onlySpinner(last)) {
                shown.add(windows ? last + "\r" : last);
            }
        }
        return Lines.join(shown);
    }

    private static boolean onlySpinner(String line) {
        String said = line.strip();
        return said.length() == 1 && said.charAt(0) >= FIRST_SPINNER && said.charAt(0) <= LAST_SPINNER;
    }

    /** The text with lines that came three times or more in a row said once. */
    public static String counted(String text) {
        List<String> lines = Lines.of(text);
        List<String> shorter = new ArrayList<>();
        for (int from = 0, to; from < lines.size(); from = to) {
            String line = lines.get(from);
            to = from + 1;
            while (to < lines.size() && lines.get(to).equals(line)) {
                to++;
            }
            if (to - from >= SHORTEST_RUN && line.length() >= SHORTEST_LINE) {
                shorter.add(line);
                shorter.add(Handle.of(Lines.join(lines, from + 1, to)) + " the line above " + (to - from - 1)
                        + " times more");
            } else {
                shorter.addAll(lines.subList(from, to));
            }
        }
        return shorter.size() == lines.size() ? text : Lines.join(shorter);
    }
}
