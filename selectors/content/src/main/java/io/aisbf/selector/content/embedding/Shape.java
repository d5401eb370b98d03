// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.selector.content.embedding.fit.Space;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a text is written, apart from what it is about: how long, in how many lines, with how many figures, as a question
 * or an order, in code. Stateless.
 */
final class Shape {
    /** How many figures describe a shape. */
    static final int SIZE = 14;

    /** Which of them tells code, from 0 to 1. */
    static final int CODE = 12;

    private static final int BRIEF = 5;
    private static final int LONGEST_BRIEF = 40;

    private static final Pattern WORD = Pattern.compile("[\\p{L}']+");
    private static final Pattern LIST = Pattern.compile("(?m)^[ \\t]{0,8}\\(?[a-d][.)] ");
    private static final Pattern NUMBER = Pattern.compile("\\d++(?:[.,]\\d++)*+");
    /** Beginnings and ends of lines, and what stands within them, as few languages of people have them. */
    private static final Pattern LINES_OF_CODE = Pattern.compile(String.join(
            "|",
            "(?m)^[ \\t]{0,80}(?:def \\w+\\(|class \\w+[:({ ]|import [\\w.{*]+|from [\\w.]+ import|#include\\b)",
            "^[ \\t]{0,80}(?:public \\w+ |private \\w+ |return\\b[^.?\\n]{0,80}$|for .{1,80}:$|if .{1,80}:$)",
            "^[ \\t]{0,80}(?:>>> |select .{1,80} from )",
            "```|[;{}][ \\t]{0,8}$|\\bprint\\(|\\w\\(\\w*\\)\\.\\w|\\b\\w{1,40}_\\w{1,40}\\(|=>|->|\\bdef \\w+\\("));

    private static final Set<String> SELF = Set.of("i", "my", "me", "mine", "i'm", "we", "our");
    private static final Set<String> PARTNER = Set.of("you", "your");
    private static final Set<String> OTHERS = Set.of("he", "she", "his", "her", "him", "they", "their");
    private static final Set<String> ASKING = Set.of(
            "what", "which", "who", "when", "where", "how", "why", "is", "are", "do", "does", "can", "did", "what's");
    private static final Set<String> ORDERING = Set.of(
            "write",
            "create",
            "give",
            "make",
            "tell",
            "draft",
            "compose",
            "describe",
            "explain",
            "imagine",
            "pretend",
            "act",
            "suppose",
            "list",
            "discuss",
            "analyze",
            "design",
            "develop",
            "implement",
            "edit",
            "rewrite");

    private Shape() {}

    /** The shape of what {@link Excerpt#of} leaves of a text. */
    static float[] of(String text) {
        List<String> words =
                WORD.matcher(text).results().map(result -> result.group()).toList();
        String first = words.isEmpty() ? "" : words.getFirst();
        double length = Math.max(1, text.length());
        double[] figures = {
            Math.log1p(text.length()) / 3,
            upTo(5, text.chars().filter(c -> c == '\n').count()),
            upTo(3, count(LIST, text)),
            text.chars().filter(Character::isDigit).count() / length * 5,
            upTo(5, count(NUMBER, text)),
            share(words, SELF),
            share(words, PARTNER),
            share(words, OTHERS),
            text.indexOf('?') >= 0 ? 1 : 0,
            ASKING.contains(first) ? 1 : 0,
            ORDERING.contains(first) ? 1 : 0,
            text.chars()
                            .filter(c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c))
                            .count()
                    / length
                    * 5,
            upTo(3, count(LINES_OF_CODE, text)),
            text.endsWith(":") ? 1 : 0,
        };
        return Space.narrow(figures);
    }

    /** Whether a text has so few words that by itself it may mean anything. */
    static boolean isBrief(String text) {
        return text.length() < LONGEST_BRIEF
                && WORD.matcher(text).results().limit(BRIEF + 1).count() <= BRIEF;
    }

    /** The different words of a text, plurals as singulars. */
    static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String word = matcher.group();
            if (word.length() > 2) {
                words.add(word.length() > 4 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            }
        }
        return words;
    }

    private static double upTo(int most, long count) {
        return Math.min(1, count / (double) most);
    }

    private static long count(Pattern pattern, String text) {
        return pattern.matcher(text).results().limit(16).count();
    }

    private static double share(List<String> words, Set<String> wanted) {
        return words.stream().filter(wanted::contains).count() / Math.max(1.0, words.size()) * 5;
    }
}
