// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers of a text, however they are spelled: with separators or without, in digits or in words. */
final class Numbers {
    private static final Pattern GROUPED = Pattern.compile("\\d{1,3}(?:[,.'\u2019]\\d{3}){1,12}");
    private static final Pattern SEPARATOR = Pattern.compile("[,.'\u2019]");
    private static final Pattern WITHIN =
            Pattern.compile("(?<![\\p{L}\\d.])v?(\\d+(?:[.,]\\d+)*)(?=\\p{L}{0,3}(?![\\p{L}\\d]))");
    private static final Pattern MEASURE = Pattern.compile("(\\d+(?:[.,]\\d+)*)(\\p{L}{1,4})");
    private static final Pattern RUN = Pattern.compile("\\d+");

    /** What is longer is no number that anybody reads, and too much for a pattern. */
    private static final int LONGEST = 200;

    private final Set<String> known = new HashSet<>();

    /** Takes in the numbers of a word. */
    void add(String word) {
        known.add(plain(word));
        if (word.length() > LONGEST) {
            return;
        }
        Matcher matcher = WITHIN.matcher(ascii(word));
        while (matcher.find()) {
            String number = matcher.group(1);
            known.add(plain(number));
            known.add(number);
            if (!GROUPED.matcher(number).matches()) {
                RUN.matcher(number)
                        .results()
                        .filter(_ -> number.indexOf(',') >= 0)
                        .forEach(run -> known.add(run.group()));
            }
        }
    }

    /** Whether that number was taken in. */
    boolean knows(String number) {
        return known.contains(plain(number));
    }

    /** Whether a number and its unit, such as {@code 80ms}, were taken in apart from each other. */
    boolean knowsMeasure(String word, Set<String> words) {
        Matcher matcher = MEASURE.matcher(ascii(word));
        return word.length() <= LONGEST
                && matcher.matches()
                && knows(matcher.group(1))
                && words.contains(matcher.group(2).toLowerCase(Locale.ROOT));
    }

    /** Whether every number that a sentence says in a word is there, in that word or in digits. */
    boolean knowsWordsOf(Set<String> words, String sentence) {
        Map<String, String> spelled = Ordinary.numbers();
        return Words.of(sentence).stream()
                .filter(spelled::containsKey)
                .allMatch(word -> words.contains(word) || known.contains(spelled.get(word)));
    }

    /** In ASCII digits, without what groups them and without signs round it. */
    private static String plain(String number) {
        String digits = ascii(number);
        int from = 0;
        int to = digits.length();
        while (from < to && !Character.isDigit(digits.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetterOrDigit(digits.charAt(to - 1))) {
            to--;
        }
        String bare = digits.substring(from, to);
        return GROUPED.matcher(bare).matches() ? SEPARATOR.matcher(bare).replaceAll("") : bare;
    }

    private static String ascii(String word) {
        StringBuilder ascii = new StringBuilder(word.length());
        word.codePoints().forEach(c -> ascii.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return ascii.toString();
    }
}
