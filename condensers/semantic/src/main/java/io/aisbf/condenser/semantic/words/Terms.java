// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import io.aisbf.text.Words;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Turns text into the terms it is looked up by: words in lower case, without accents, cut to their stem; the parts of a
 * {@code camelCase} name besides the name itself; numbers without their separators; pairs of characters where a script
 * sets no spaces between words.
 *
 * <p>Remembers every word it has seen. For one thread.
 */
public final class Terms {
    /** The term of a word that says nothing of what a text is about. */
    public static final String STOP = "";

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(st|nd|rd|th)$");
    private static final Pattern ZEROES = Pattern.compile("^0+(?=\\d)");

    private final Language language;
    private final Map<String, String> seen = new HashMap<>();

    /** Terms by the rules of a language. */
    public Terms(Language language) {
        this.language = language;
    }

    /** Takes the terms of a text one after the other. */
    @FunctionalInterface
    public interface Sink {
        /**
         * The next term.
         *
         * @param term the term, or {@link #STOP}
         * @param word the word as it is written
         */
        void term(String term, String word);
    }

    /** Reads a text. */
    public void read(String text, Sink sink) {
        Reading reading = new Reading(text, sink);
        Words.each(text, 0, text.length(), reading::word);
        reading.flush();
    }

    /** Puts together what {@link Words} parts: 1,000 is one number. */
    private final class Reading {
        private final String text;
        private final Sink sink;
        private int from;
        private int to;

        Reading(String text, Sink sink) {
            this.text = text;
            this.sink = sink;
        }

        void word(int wordFrom, int wordTo) {
            if (goesOn(wordFrom, wordTo)) {
                to = wordTo;
                return;
            }
            flush();
            from = wordFrom;
            to = wordTo;
        }

        private boolean goesOn(int wordFrom, int wordTo) {
            return to > from
                    && wordFrom == to + 1
                    && wordTo - wordFrom == 3
                    && (text.charAt(to) == ',' || text.charAt(to) == '.')
                    && digits(from, to)
                    && digits(wordFrom, wordTo);
        }

        private boolean digits(int first, int end) {
            for (int at = first; at < end; at++) {
                char c = text.charAt(at);
                if ((c < '0' || c > '9') && c != ',' && c != '.') {
                    return false;
                }
            }
            return true;
        }

        void flush() {
            if (to > from) {
                String word = text.substring(from, to);
                sink.term(term(word), word);
                parts(word, sink);
            }
            from = to;
        }
    }

    private void parts(String word, Sink sink) {
        int from = 0;
        for (int i = 1; i <= word.length(); i++) {
            boolean last = i == word.length();
            if (last ? from > 0 : border(word, i)) {
                String part = word.substring(from, i);
                sink.term(term(part), part);
                from = i;
            }
        }
    }

    private static boolean border(String word, int at) {
        return Character.isUpperCase(word.charAt(at)) && Character.isLowerCase(word.charAt(at - 1));
    }

    /** The term of one word. */
    public String term(String word) {
        String known = seen.get(word);
        if (known == null) {
            known = make(word);
            seen.put(word, known);
        }
        return known;
    }

    private String make(String word) {
        String lower = word.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
        if (lower.endsWith("'s")) {
            lower = lower.substring(0, lower.length() - 2);
        }
        lower = lower.replace("'", "");
        if (language.stop(lower)) {
            return STOP;
        }
        String folded = fold(lower);
        if (folded.isEmpty()) {
            return STOP;
        }
        if (Character.isDigit(folded.charAt(0))) {
            return number(folded);
        }
        return ascii(folded) ? language.stem(folded) : folded;
    }

    /** 1,000 and 1.000 are 1000, the 3rd is 3, 007 is 7. */
    private static String number(String word) {
        String digits = ORDINAL.matcher(word).replaceFirst("").replace(",", "").replace(".", "");
        return ZEROES.matcher(digits).replaceFirst("");
    }

    private static boolean ascii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < 'a' || word.charAt(i) > 'z') {
                return false;
            }
        }
        return true;
    }

    private static String fold(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) >= 0x80) {
                String apart = Normalizer.normalize(word.replace("\u00df", "ss"), Normalizer.Form.NFKD);
                String bare = MARKS.matcher(apart).replaceAll("");
                return Normalizer.normalize(bare, Normalizer.Form.NFC);
            }
        }
        return word;
    }
}
