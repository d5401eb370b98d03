// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import io.aisbf.condenser.algorithmic.text.Content;
import io.aisbf.condenser.algorithmic.text.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds the stretches of a text that are logs, between the words of the person who pasted them. */
public final class LogStretches {
    /** Stands behind a digest that is followed by something else. */
    static final String END = "⟦/aisbf⟧";

    private static final int FEWEST_LINES = 20;
    private static final int LONGEST_GAP = 3;
    private static final double SHARE = .5;

    private LogStretches() {}

    /** The text with each log in it replaced. */
    public static String replaced(String text, Function<List<String>, String> shorter) {
        List<String> lines = Lines.of(text);
        List<String> all = new ArrayList<>();
        int copied = 0;
        int at = 0;
        while (at < lines.size()) {
            int end = end(lines, at);
            if (end > at) {
                String log = Lines.join(lines, at, end);
                String said = shorter.apply(lines.subList(at, end));
                all.addAll(lines.subList(copied, at));
                all.add(said);
                if (end < lines.size() && !said.equals(log) && !lines.get(end).equals(END)) {
                    all.add(END);
                }
                copied = end;
            }
            at = Math.max(Math.abs(end), at + 1);
        }
        all.addAll(lines.subList(copied, lines.size()));
        return Lines.join(all);
    }

    /** How many characters of a text are logs. */
    public static int length(String text) {
        int[] sum = new int[1];
        replaced(text, lines -> {
            lines.forEach(line -> sum[0] += line.length() + 1);
            return Lines.join(lines);
        });
        return Math.min(sum[0], text.length());
    }

    /** Where the log ends that begins at that line; less than zero, and how far was looked, if none begins there. */
    private static int end(List<String> lines, int from) {
        if (Entries.digest(lines.get(from))) {
            int end = lines.subList(from, lines.size()).indexOf(END);
            return end < 0 ? lines.size() : from + end;
        }
        if (!Content.isLog(lines.get(from))) {
            return -from;
        }
        int of = 1;
        int last = from;
        for (int i = from + 1; i < lines.size() && i - last <= LONGEST_GAP; i++) {
            String line = lines.get(i);
            boolean log = Content.isLog(line);
            of += log ? 1 : 0;
            last = log || (!line.isBlank() && Entries.belongs(line)) ? i : last;
        }
        int end = last + 1;
        return end - from >= FEWEST_LINES && of >= (end - from) * SHARE ? end : -end;
    }
}
