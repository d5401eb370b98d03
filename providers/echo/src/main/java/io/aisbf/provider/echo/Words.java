// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import java.util.ArrayList;
import java.util.List;

/**
 * Echo's tokens: a word with the white space before it, so that pieces put together again are the text. A word longer
 * than sixteen characters counts as several: languages that write without spaces are streamed in pieces too.
 */
final class Words {
    private static final int LONGEST = 16;

    private Words() {}

    /** The text in pieces; none for an empty one. */
    static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = end(text, from);
            words.add(text.substring(from, to));
            from = to;
        }
        return words;
    }

    /** How many pieces a text has. */
    static int count(String text) {
        int count = 0;
        for (int from = 0; from < text.length(); from = end(text, from)) {
            count++;
        }
        return count;
    }

    /** Pieces put together by so many. */
    static List<String> joined(List<String> words, int by) {
        List<String> joined = new ArrayList<>();
        for (int from = 0; from < words.size(); from += by) {
            joined.add(String.join("", words.subList(from, (int) Math.min(words.size(), (long) from + by))));
        }
        return joined;
    }

    /** Where the piece that begins there ends; white space at the very end belongs to the last piece. */
    private static int end(String text, int from) {
        int start = space(text, from);
        int to = start;
        while (to < text.length() && to - start < LONGEST && !Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        if (to < text.length() && to > start && Character.isSurrogatePair(text.charAt(to - 1), text.charAt(to))) {
            to++;
        }
        return space(text, to) == text.length() ? text.length() : to;
    }

    private static int space(String text, int from) {
        int to = from;
        while (to < text.length() && Character.isWhitespace(text.charAt(to))) {
            to++;
        }
        return to;
    }
}
