// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

/**
 * Cuts the endings of German declension and conjugation, so that "Haus", "Hauses" and "Häuser" are one term. Lightly,
 * after the first two steps of J. Caumanns, "A fast and simple stemming algorithm for German words" (1999), and J.
 * Savoy's light stemmer: umlauts are read as their vowels, and what is left has at least four letters.
 */
final class German {
    private static final String[] ENDINGS = {"innen", "ern", "em", "en", "er", "es", "in", "st", "e", "n", "s", "t"};
    private static final int SHORTEST = 4;

    private German() {}

    /** The stem of a word in lower case, umlauts already folded. */
    static String stem(String word) {
        String once = cut(word);
        return once.length() < word.length() ? cut(once) : once;
    }

    private static String cut(String word) {
        for (String ending : ENDINGS) {
            if (word.length() - ending.length() >= SHORTEST && word.endsWith(ending)) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }
}
