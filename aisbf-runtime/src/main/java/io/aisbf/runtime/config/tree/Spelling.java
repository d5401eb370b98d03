// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Guesses which word was meant. The distance is that of optimal string alignment (Damerau 1964 without edits inside a
 * swapped pair): inserting, leaving out, replacing a character and swapping two neighbours cost one each.
 */
public final class Spelling {
    private static final int LONGEST = 64;
    private static final int LISTED = 40;

    private Spelling() {}

    /** "; did you mean 'x'?", or what is allowed when nothing is near. */
    public static String hint(String found, Collection<String> allowed) {
        Optional<String> near = nearest(found, allowed);
        if (near.isPresent()) {
            return "; did you mean '" + near.get() + "'?";
        }
        return allowed.isEmpty() ? "" : "; there is: " + list(allowed);
    }

    /** The allowed words in one line, sorted, cut off when there are many. */
    public static String list(Collection<String> words) {
        String listed = words.stream().sorted().distinct().limit(LISTED).collect(Collectors.joining(", "));
        return words.size() > LISTED ? listed + ", ..." : listed;
    }

    /** The nearest allowed word, if one is near enough to be meant. */
    public static Optional<String> nearest(String found, Collection<String> allowed) {
        if (found.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = found.toLowerCase(Locale.ROOT);
        int most = Math.max(1, found.length() / 3);
        return allowed.stream()
                .filter(word -> Math.abs(word.length() - found.length()) <= most)
                .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.<String>comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] above = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[b.length()];
    }
}
