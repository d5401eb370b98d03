// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prose without its emptiest words: first those that only soften, then articles. Lossy, and measured to be so (a quarter
 * fewer tokens breaks one answer in seven), hence off unless an operator wants it. Only English words are dropped; lines
 * that look like anything but prose are left alone.
 */
public final class Fillers {
    private static final int FEWEST_WORDS = 8;
    private static final Map<String, Integer> EMPTY = Map.ofEntries(
            Map.entry("basically", 0),
            Map.entry("actually", 0),
            Map.entry("really", 0),
            Map.entry("very", 0),
            Map.entry("simply", 0),
            Map.entry("quite", 0),
            Map.entry("certainly", 0),
            Map.entry("obviously", 0),
            Map.entry("essentially", 0),
            Map.entry("literally", 0),
            Map.entry("perhaps", 0),
            Map.entry("however", 0),
            Map.entry("therefore", 0),
            Map.entry("furthermore", 0),
            Map.entry("moreover", 0),
            Map.entry("the", 1),
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("that", 2),
            Map.entry("which", 2),
            Map.entry("of", 2),
            Map.entry("is", 2),
            Map.entry("are", 2),
            Map.entry("been", 2),
            Map.entry("there", 2));

    private Fillers() {}

    /** The text, at most so many times shorter. */
    public static String dropped(String text, double times) {
        int most = (int) (text.length() * (1 - 1 / times));
        List<String> lines = Lines.of(text);
        for (int rank = 0; rank < 3 && most > 0; rank++) {
            List<String> shorter = new ArrayList<>(lines.size());
            for (String line : lines) {
                String said = prose(line) ? without(line, rank, most) : line;
                most -= line.length() - said.length();
                shorter.add(said);
            }
            lines = shorter;
        }
        return Lines.join(lines);
    }

    private static boolean prose(String line) {
        int words = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            words += c == ' ' ? 1 : 0;
            if ("{}<>|=`\\\t\"'".indexOf(c) >= 0) {
                return false;
            }
        }
        return words >= FEWEST_WORDS && Character.isLetter(line.charAt(0)) && !line.contains("  ");
    }

    private static String without(String line, int rank, int most) {
        StringBuilder shorter = new StringBuilder(line.length());
        int left = most;
        int from = 0;
        while (from < line.length()) {
            int space = line.indexOf(' ', from);
            int to = space < 0 ? line.length() : space + 1;
            String word = line.substring(from, space < 0 ? to : space);
            // The first word and capitals may be a name or begin a sentence; the last has the full stop.
            boolean empty = from > 0
                    && space > 0
                    && word.equals(word.toLowerCase(Locale.ROOT))
                    && EMPTY.getOrDefault(word, -1) == rank
                    && left >= to - from;
            if (empty) {
                left -= to - from;
            } else {
                shorter.append(line, from, to);
            }
            from = to;
        }
        return shorter.toString();
    }
}
