// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

/** By whose rules endings are cut. A passage has one: its units and its question must be cut alike. */
public enum Language {
    /** English, and whatever else is written in Latin letters. */
    ENGLISH,
    /** German. */
    GERMAN;

    private static final int LOOKED_AT = 20_000;

    /** The language whose little words are most frequent at the beginning of a text. */
    public static Language of(CharSequence text) {
        int english = 0;
        int german = 0;
        int from = -1;
        int end = Math.min(text.length(), LOOKED_AT);
        for (int i = 0; i <= end; i++) {
            if (i < end && Character.isLetter(text.charAt(i))) {
                from = from < 0 ? i : from;
            } else if (from >= 0) {
                String word = text.subSequence(from, i).toString();
                english += StopWords.ENGLISH.contains(word) ? 1 : 0;
                german += StopWords.GERMAN.contains(word) ? 1 : 0;
                from = -1;
            }
        }
        return german > english ? GERMAN : ENGLISH;
    }

    boolean stop(String word) {
        return switch (this) {
            case ENGLISH -> StopWords.ENGLISH.contains(word);
            case GERMAN -> StopWords.GERMAN.contains(word);
        };
    }

    String stem(String word) {
        return switch (this) {
            case ENGLISH -> Porter.stem(Forms.plain(word));
            case GERMAN -> German.stem(word);
        };
    }
}
