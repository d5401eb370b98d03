// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Fences of code in a text, by the rules of CommonMark (section 4.5), only that a fence may be indented as deeply as it
 * likes, as it is within lists. What nobody closed goes to the end of the text.
 */
public final class Fences {
    private static final int SHORTEST = 3;

    private Fences() {}

    /** Applies a function to every stretch between fences; the fences and what is in them stay as they are. */
    public static String around(String text, UnaryOperator<String> shorter) {
        if (!possible(text)) {
            return shorter.apply(text);
        }
        StringBuilder all = new StringBuilder(text.length());
        int from = 0;
        for (int[] fence : found(text)) {
            all.append(between(text, from, fence[0], shorter));
            all.append(text, fence[0], fence[1]);
            from = fence[1];
        }
        return all.append(between(text, from, text.length(), shorter)).toString();
    }

    /** The line break before a fence is the fence's, whatever becomes of the stretch. */
    private static String between(String text, int from, int to, UnaryOperator<String> shorter) {
        if (from == to) {
            return "";
        }
        boolean broken = text.charAt(to - 1) == '\n' && to < text.length();
        int end = broken ? to - 1 : to;
        String shortened = shorter.apply(text.substring(from, end));
        return broken ? shortened + "\n" : shortened;
    }

    private static boolean possible(String text) {
        return text.contains("```") || text.contains("~~~");
    }

    private static List<int[]> found(String text) {
        List<int[]> fences = new ArrayList<>();
        int open = -1;
        int length = 0;
        char sign = 0;
        for (int from = 0, to; from < text.length(); from = to) {
            to = text.indexOf('\n', from) + 1;
            to = to == 0 ? text.length() : to;
            int at = afterIndent(text, from, to);
            int run = run(text, at, to);
            if (open < 0 && run >= SHORTEST && opens(text, at, run, to)) {
                open = from;
                length = run;
                sign = text.charAt(at);
            } else if (open >= 0 && run >= length && text.charAt(at) == sign && blank(text, at + run, to)) {
                fences.add(new int[] {open, to});
                open = -1;
            }
        }
        if (open >= 0) {
            fences.add(new int[] {open, text.length()});
        }
        return fences;
    }

    private static int afterIndent(String text, int from, int to) {
        int at = from;
        while (at < to && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private static int run(String text, int at, int to) {
        if (at == to || (text.charAt(at) != '`' && text.charAt(at) != '~')) {
            return 0;
        }
        int end = at;
        while (end < to && text.charAt(end) == text.charAt(at)) {
            end++;
        }
        return end - at;
    }

    /** A line with a back tick after the first run is code within a line, not a fence. */
    private static boolean opens(String text, int at, int run, int to) {
        int tick = text.charAt(at) == '`' ? text.indexOf('`', at + run) : -1;
        return tick < 0 || tick >= to;
    }

    private static boolean blank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
