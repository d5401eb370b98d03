// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import java.util.Locale;
import java.util.Map;

/** How bad it is what a line reports, from 0 (nothing) to 3 (the end), by its words. */
final class Severity {
    private static final int READ = 400;
    private static final Map<String, Integer> WORDS = Map.ofEntries(
            Map.entry("fatal", 3),
            Map.entry("panic", 3),
            Map.entry("emerg", 3),
            Map.entry("critical", 3),
            Map.entry("crit", 3),
            Map.entry("segfault", 3),
            Map.entry("severe", 2),
            Map.entry("error", 2),
            Map.entry("err", 2),
            Map.entry("errors", 2),
            Map.entry("exception", 2),
            Map.entry("traceback", 2),
            Map.entry("failed", 2),
            Map.entry("failure", 2),
            Map.entry("fail", 2),
            Map.entry("failures", 2),
            Map.entry("abort", 2),
            Map.entry("aborted", 2),
            Map.entry("killed", 2),
            Map.entry("corrupt", 2),
            Map.entry("corrupted", 2),
            Map.entry("crashed", 2),
            Map.entry("crash", 2),
            Map.entry("oom", 2),
            Map.entry("alert", 2),
            Map.entry("denied", 2),
            Map.entry("refused", 2),
            Map.entry("unreachable", 2),
            Map.entry("cannot", 1),
            Map.entry("warn", 1),
            Map.entry("warning", 1),
            Map.entry("timeout", 1),
            Map.entry("invalid", 1),
            Map.entry("unable", 1),
            Map.entry("lost", 1),
            Map.entry("rejected", 1),
            Map.entry("unexpected", 1),
            Map.entry("retrying", 1));

    private Severity() {}

    /** How bad a line is. */
    static int of(String text, int from, int to) {
        int worst = 0;
        int end = Math.min(to, from + READ);
        int start = from;
        for (int i = from; i <= end; i++) {
            if (i == end || !Character.isLetter(text.charAt(i))) {
                if (i - start >= 3 && i - start <= 12) {
                    worst = Math.max(worst, of(text.substring(start, i)));
                }
                start = i + 1;
            }
        }
        return worst;
    }

    private static int of(String word) {
        int known = WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), 0);
        // NullPointerException, OutOfMemoryError.
        return known == 0 && (word.endsWith("Exception") || word.endsWith("Error")) ? 2 : known;
    }
}
