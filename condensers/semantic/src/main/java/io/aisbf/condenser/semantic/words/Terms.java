// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.words;

import io.aisbf.text.Words;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns text into the terms it is looked up by: words in lower case, without accents, cut to their stem; the parts of a
 * {@code camelCase} name besides the name itself; numbers without their separators; pairs of characters where a script
 * sets no spaces between words.
 *
 * <p>Stateless.
 */
public final class Terms {
    /** The term of a word that says nothing of what a text is about. */
    public static final String STOP = "";

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final Pattern ORDINAL = Pattern.compile("(?<=\\d)(st|nd|rd|th)$");
    private static final Pattern ZEROES = Pattern.compile("^0+(?=\\d)");

    private final Language language;

    /** Terms by the rules of a language. */
    public Terms(Language language) {
        this.language = language;
    }

    /** Tells of the words of a text as they are spelled, one after the other. */
    public static void words(String text, Consumer<String> sink) {
        Joining joining = new Joining(text, sink);
        Words.each(text, 0, text.length(), joining::word);
        joining.flush();
    }

    /** Puts together what {@link Words} parts: 1,000 is one number. */
    private static final class Joining {
        private final String text;
        private final Consumer<String> sink;
        private int from;
        private int to;

        Joining(String text, Consumer<String> sink) {
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
                sink.accept(text.substring(from, to));
            }
            from = to;
        }
    }

    /** The term of a word, or {@link #STOP}; of a name in {@code camelCase} the terms of its parts as well. */
    public List<String> of(String word) {
        List<String> terms = new ArrayList<>(List.of(term(word)));
        int from = 0;
        for (int i = 1; i <= word.length(); i++) {
            boolean last = i == word.length();
            if (last ? from > 0 : border(word, i)) {
                terms.add(term(word.substring(from, i)));
                from = i;
            }
        }
        return terms;
    }

    private static boolean border(String word, int at) {
        return Character.isUpperCase(word.charAt(at)) && Character.isLowerCase(word.charAt(at - 1));
    }

    private String term(String word) {
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
