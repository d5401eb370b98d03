// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into sentences, whatever script it is in: at the marks that end a sentence there, at blank lines, before
 * items, headings and table rows, and between lines that were not merely wrapped. A fenced block of code (<a
 * href="https://spec.commonmark.org/0.31.2/#fenced-code-blocks">CommonMark, section 4.5</a>) is one stretch, with its
 * fences; one that is never closed goes to the end. What has no mark at all is cut where a space stands, so that no
 * stretch but code is longer than {@value #LONGEST} characters.
 *
 * <p>Time is linear in the text, whatever is in it.
 */
public final class Sentences {
    private static final int LONGEST = 500;
    private static final int WRAPPED = 40;
    private static final String ENDING = ".!?\u2026\u0589\u061f\u06d4\u0964\u0965\u104a\u104b\u1362\u17d4";
    /** These end a sentence though no space follows. */
    private static final String ENDING_AT_ONCE = "\u3002\uff01\uff1f\uff0e\uff61";

    private static final String CLOSING = "\"')]}\u00bb\u2019\u201d\u3009\u300b\u300d\u300f\u3011\uff09*_`";
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "cf", "no", "fig", "approx", "inc", "bzw",
            "ca", "nr", "abs", "z.b", "d.h", "u.a", "vgl", "evtl", "ggf", "sra", "m.e", "p.ej", "env", "al");

    private final String text;
    private final List<Sentence> found = new ArrayList<>();

    private Sentences(String text) {
        this.text = text;
    }

    /** The sentences of a text in order, without the white space between them. */
    public static List<Sentence> of(String text) {
        Sentences sentences = new Sentences(text);
        sentences.lines();
        return sentences.found;
    }

    private void lines() {
        int open = 0;
        int before = 0;
        int at = 0;
        while (at < text.length()) {
            int end = lineEnd(at);
            Fence fence = Fence.at(text, at, end);
            if (fence.opens()) {
                prose(open, at);
                end = fence.end(text, end);
                found.add(new Sentence(at, end, true));
                open = end;
            } else if (!wrapped(before, at, end)) {
                prose(open, at);
                open = at;
            }
            before = at;
            at = end + 1;
        }
        prose(open, text.length());
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    /** Whether a line goes on with the sentence of the line before it. */
    private boolean wrapped(int before, int at, int end) {
        int first = skipSpace(at, end);
        if (first == end || at - before < WRAPPED) {
            return false;
        }
        int last = at - 1;
        while (last > before && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        return ENDING.indexOf(text.charAt(last)) < 0 && Character.isLowerCase(text.codePointAt(first));
    }

    private int skipSpace(int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private void prose(int from, int to) {
        int start = from;
        int space = from;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            int end = -1;
            if (Character.isWhitespace(c)) {
                space = at;
            } else if (ENDING_AT_ONCE.indexOf(c) >= 0) {
                end = afterClosing(at + 1, to);
            } else if (ENDING.indexOf(c) >= 0) {
                end = ending(start, at, to);
            }
            if (end < 0 && at - start >= LONGEST) {
                end = space > start ? space : whole(at);
            }
            if (end >= 0) {
                add(start, end);
                start = end;
                at = Math.max(at, end - 1);
            }
        }
        add(start, to);
    }

    /** Where a text may be cut near here without parting the two halves of a character. */
    private int whole(int at) {
        return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    private int afterClosing(int from, int to) {
        int at = from;
        while (at < to && (CLOSING.indexOf(text.charAt(at)) >= 0 || ENDING_AT_ONCE.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return at;
    }

    /** Where the sentence ends that the mark at {@code at} seems to end; -1 if it does not. */
    private int ending(int start, int at, int to) {
        int end = afterClosing(at + 1, to);
        if (end < to && !Character.isWhitespace(text.charAt(end))) {
            return -1;
        }
        int next = skipSpace(end, to);
        if (next < to && Character.isLowerCase(text.codePointAt(next))) {
            return -1;
        }
        return text.charAt(at) == '.' && shortens(start, at) ? -1 : end;
    }

    /** Whether the dot belongs to the word before it: an abbreviation, an initial, an ordinal or the number of an item. */
    private boolean shortens(int start, int dot) {
        int from = dot;
        while (from > start && dot - from < 8 && !Character.isWhitespace(text.charAt(from - 1))) {
            from--;
        }
        int length = dot - from;
        if (length == 0 || length > 7) {
            return false;
        }
        String word = text.substring(from, dot);
        boolean digits = word.chars().allMatch(Character::isDigit);
        boolean initial = length == 1 && Character.isUpperCase(word.charAt(0));
        return initial || (digits && length <= 2) || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
    }

    private void add(int from, int to) {
        int first = skipSpace(from, to);
        int last = to;
        while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
            last--;
        }
        if (first < last) {
            found.add(new Sentence(first, last, false));
        }
    }
}
