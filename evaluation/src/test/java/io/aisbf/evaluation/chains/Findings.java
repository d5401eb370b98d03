// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was found wrong, by whom it was done; each with the first conversation that shows it. For many threads. */
final class Findings {
    private static final int SHOWN = 20;
    private static final int LONGEST = 300;

    /**
     * How often.
     *
     * @param times how many times
     * @param seed the smallest seed
     * @param words the sentence that was said of it
     */
    private record Finding(long times, long seed, String words) {
        Finding and(Finding other) {
            Finding first = seed <= other.seed ? this : other;
            return new Finding(times + other.times, first.seed, first.words);
        }

        String shown() {
            String line = words.replaceAll("\\R", "\\\\n");
            return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
        }
    }

    private final Map<String, Map<String, Finding>> byWhom = new TreeMap<>();
    private final Map<String, Long> judged = new TreeMap<>();

    /** One result of somebody was looked at, and this is wrong with it. */
    synchronized void add(String whom, long seed, Collection<String> wrong) {
        judged.merge(whom, 1L, Long::sum);
        for (String words : wrong) {
            String kind = words.replaceAll("[:(\\[].*", "").replaceAll("\\d+", "N");
            byWhom.computeIfAbsent(whom, _ -> new TreeMap<>()).merge(kind, new Finding(1, seed, words), Finding::and);
        }
    }

    /** How many results of somebody were looked at. */
    synchronized long judged(String whom) {
        return judged.getOrDefault(whom, 0L);
    }

    /** All that were looked at. */
    synchronized long judged() {
        return judged.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many things are wrong with what somebody did. */
    synchronized long wrong(String whom) {
        return byWhom.getOrDefault(whom, Map.of()).values().stream()
                .mapToLong(Finding::times)
                .sum();
    }

    /** How many things are wrong in all. */
    synchronized long wrong() {
        return byWhom.keySet().stream().mapToLong(this::wrong).sum();
    }

    /** Everything that is wrong, a line for each kind; empty if nothing is. */
    @Override
    public synchronized String toString() {
        return byWhom.entrySet().stream()
                .flatMap(entry -> entry.getValue().values().stream()
                        .map(finding -> entry.getKey() + ": " + finding.times + " times, first in seed " + finding.seed
                                + ": " + finding.shown()))
                .limit(SHOWN)
                .collect(Collectors.joining("\n"));
    }
}
