// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words of the current question, to find the lines that it is about. */
public final class Question {
    /** Nobody asks. */
    public static final Question NONE = new Question("");

    private static final int LONGEST = 4_000;
    private static final int MOST_WORDS = 64;
    private static final int SHORTEST_WORD = 3;
    private static final Set<String> EMPTY_WORDS = Set.of(
            "the", "and", "for", "are", "was", "were", "what", "when", "where", "which", "who", "why", "how", "did",
            "doe", "can", "could", "would", "should", "has", "have", "had", "not", "but", "with", "from", "that", "thi",
            "these", "those", "there", "their", "them", "they", "you", "your", "our", "his", "her", "its", "any", "all",
            "some", "into", "about", "please", "tell", "show", "find", "give", "look", "explain", "line", "log", "file",
            "entry", "der", "die", "das", "und", "ist", "wie", "wer", "warum", "wann", "bitte", "zeige", "ein", "eine");

    private final Map<Long, Integer> words = new HashMap<>();

    /** The question in that text. */
    public Question(String text) {
        String read = text.length() > LONGEST ? text.substring(text.length() - LONGEST) : text;
        String lower = read.toLowerCase(Locale.ROOT);
        int from = 0;
        for (int i = 0; i <= lower.length() && words.size() < MOST_WORDS; i++) {
            if (i == lower.length() || !Character.isLetterOrDigit(lower.charAt(i))) {
                String word = i > from && lower.charAt(i - 1) == 's'
                        ? lower.substring(from, i - 1)
                        : lower.substring(from, i);
                if ((word.length() >= SHORTEST_WORD && !EMPTY_WORDS.contains(word)) || numeric(word)) {
                    words.putIfAbsent(hash(lower, from, i), words.size());
                }
                from = i + 1;
            }
        }
    }

    private static boolean numeric(String word) {
        return word.length() > 1 && word.chars().allMatch(Character::isDigit);
    }

    /** Whether it asks for anything. */
    boolean empty() {
        return words.isEmpty();
    }

    /** For each entry how many bits of the question's words it has; a word that all lines have is worth nothing. */
    double[] scores(List<Entry> entries) {
        long[] found = new long[entries.size()];
        int[] lines = new int[MOST_WORDS + 1];
        for (int i = 0; i < found.length; i++) {
            found[i] = found(entries.get(i));
            for (long rest = found[i]; rest != 0; rest &= rest - 1) {
                lines[Long.numberOfTrailingZeros(rest)]++;
            }
        }
        double[] scores = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            for (long rest = found[i]; rest != 0; rest &= rest - 1) {
                double share = (double) lines[Long.numberOfTrailingZeros(rest)] / found.length;
                scores[i] -= Math.log(share) / Math.log(2);
            }
        }
        return scores;
    }

    /** Which words an entry has, one bit each. */
    private long found(Entry entry) {
        String text = entry.text();
        long found = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || !Character.isLetterOrDigit(text.charAt(i))) {
                Integer word = i > from ? words.get(hash(text, from, i)) : null;
                found |= word == null ? 0 : 1L << word;
                from = i + 1;
            }
        }
        return found;
    }

    /** In any case, with or without an s at the end. */
    private static long hash(String text, int from, int to) {
        char last = text.charAt(to - 1);
        int end = (last == 's' || last == 'S') && to - from > SHORTEST_WORD ? to - 1 : to;
        long hash = 7;
        for (int i = from; i < end; i++) {
            hash = (hash ^ Character.toLowerCase(text.charAt(i))) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 30;
        }
        return hash;
    }
}
