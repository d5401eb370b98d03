// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.ArrayList;
import java.util.List;

/** Lines of a text, and back; a carriage return before a line break stays with its line. */
public final class Lines {
    private Lines() {}

    /** All lines without their breaks; joining them by {@code \n} gives the text again. */
    public static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
            lines.add(text.substring(from, to));
            from = to + 1;
        }
        lines.add(text.substring(from));
        return lines;
    }

    /** The lines as one text. */
    public static String join(List<String> lines) {
        return String.join("\n", lines);
    }

    /** The lines {@code [from, to)} as one text. */
    public static String join(List<String> lines, int from, int to) {
        return String.join("\n", lines.subList(from, to));
    }

    /** How many white space characters a line begins with. */
    public static int indent(String line) {
        int at = 0;
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
