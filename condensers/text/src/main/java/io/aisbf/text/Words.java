// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the words of a text in any script. A word is a run of letters, digits and the marks on them, with an apostrophe
 * within; whatever else stands between them parts them. Scripts that put no space between words (Chinese, Japanese,
 * Thai, Lao, Khmer, Burmese), and Korean, which glues particles to its words, give overlapping pairs of characters
 * instead, a lone character as it is: what retrieval has made do with since Lunde's <em>CJKV Information
 * Processing</em>.
 *
 * <p>Time is linear in the text, whatever is in it. Stateless.
 */
public final class Words {
    private static final int FIRST_UNSPACED = 0x0E00;
    private static final int ASCII = 0x80;

    private Words() {}

    /** Is told of each word in turn. */
    @FunctionalInterface
    public interface Sink {
        /** A word at {@code [from, to)} of the text, in UTF-16 units. */
        void word(int from, int to);
    }

    /** The words of a text, in lower case. */
    public static List<String> of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        List<String> words = new ArrayList<>();
        each(lower, 0, lower.length(), (from, to) -> words.add(lower.substring(from, to)));
        return words;
    }

    /** Tells the sink of the words at {@code [from, to)} of a text. */
    public static void each(CharSequence text, int from, int to, Sink sink) {
        int at = from;
        while (at < to) {
            char first = text.charAt(at);
            if (first < ASCII && !letterOrDigit(first)) {
                at++;
                continue;
            }
            int code = Character.codePointAt(text, at);
            if (unspaced(code)) {
                at = pairs(text, at, to, sink);
            } else if (Character.isLetterOrDigit(code)) {
                int end = end(text, at, to);
                sink.word(at, end);
                at = end;
            } else {
                at += Character.charCount(code);
            }
        }
    }

    /** Whether a character is of a script that writes words without spaces between them, or of Korean. */
    public static boolean unspaced(int code) {
        return code >= FIRST_UNSPACED
                && (code < 0x0F00
                        || within(code, 0x1000, 0x109F)
                        || within(code, 0x1100, 0x11FF)
                        || within(code, 0x1780, 0x17DD)
                        || within(code, 0x3005, 0x3007)
                        || within(code, 0x3041, 0x30FA)
                        || within(code, 0x30FC, 0x318F)
                        || within(code, 0x31F0, 0x31FF)
                        || within(code, 0x3400, 0x9FFF)
                        || within(code, 0xAC00, 0xD7FF)
                        || within(code, 0xF900, 0xFAFF)
                        || within(code, 0xFF66, 0xFF9F)
                        || within(code, 0x20000, 0x3FFFF));
    }

    /** Whether it is one of ASCII, which is what most are and is told quickest. */
    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean within(int code, int first, int last) {
        return code >= first && code <= last;
    }

    private static int end(CharSequence text, int from, int to) {
        int at = from;
        while (at < to) {
            if (letterOrDigit(text.charAt(at))) {
                at++;
                continue;
            }
            int code = Character.codePointAt(text, at);
            if (!(Character.isLetterOrDigit(code) && !unspaced(code)) && !mark(code) && !apostrophe(text, at, to)) {
                return at;
            }
            at += Character.charCount(code);
        }
        return to;
    }

    private static boolean mark(int code) {
        return code >= 0x300
                && !unspaced(code)
                && switch (Character.getType(code)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }

    private static boolean apostrophe(CharSequence text, int at, int to) {
        char c = text.charAt(at);
        return (c == '\'' || c == '\u2019')
                && at + 1 < to
                && Character.isLetter(text.charAt(at + 1))
                && Character.isLetter(text.charAt(at - 1));
    }

    private static int pairs(CharSequence text, int from, int to, Sink sink) {
        int before = from;
        int at = from + Character.charCount(Character.codePointAt(text, from));
        if (at >= to || !unspaced(Character.codePointAt(text, at))) {
            sink.word(from, Math.min(at, to));
            return at;
        }
        while (at < to && unspaced(Character.codePointAt(text, at))) {
            int end = at + Character.charCount(Character.codePointAt(text, at));
            sink.word(before, Math.min(end, to));
            before = at;
            at = end;
        }
        return at;
    }
}
