// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What of a text is looked at: without the politeness round it, in lower case, and of a long one the beginning and the
 * end, for that is where people say what they want. Stateless; time is bounded whatever the text.
 */
final class Excerpt {
    private static final int HEAD = 3000;
    private static final int TAIL = 2000;
    private static final int ROUNDS = 4;

    /** In tokens, as {@link #cost} guesses them: together some 7 ms of a small model. */
    private static final double HEAD_TOKENS = 55;

    private static final double TAIL_TOKENS = 65;

    private static final int HIGH = 0x2E80;
    private static final int ASCII = 0x80;

    private static final Pattern BEFORE =
            Pattern.compile("^(?:(?:hi|hello|hey|hallo|hola|bonjour|greetings|good (?:morning|afternoon|evening|day))"
                    + "(?: there| again| all| everyone| team)?\\s*[,.!:-]+"
                    + "|(?:ok|okay|so|well|please|kindly|pls|bitte|por favor)(?:\\s*[,.!:]+|\\s)"
                    + "|(?:could|can|would|will) you (?:please|kindly)\\b"
                    + "|(?:i was wondering if you could|i would be grateful if you could|i have a question)\\b[:.,]*"
                    + "|[^\\p{L}\\p{N}\"'(\\[{<$/@-]+)\\s*");
    private static final Pattern AFTER = Pattern.compile(
            "(?:[,.!\\s]*(?:please|thanks|thank you|thx|cheers|danke|gracias|merci|best regards|kind regards)"
                    + "(?: in advance| very much| so much| a lot| again)?|\\s+)[.!\\s]*$");
    private static final Pattern EMPHASIS = Pattern.compile("\\*\\*|__(?=\\w)|(?<=\\w)__(?!\\w)|(?m)^#{1,6} ");

    private Excerpt() {}

    /**
     * A text in lower case without what stands round the question; line breaks stay, what cannot be shown becomes a
     * space. At most {@value #HEAD} characters of its beginning and {@value #TAIL} of its end.
     */
    static String of(String text) {
        String bounded = text.length() <= HEAD + TAIL
                ? text
                : text.substring(0, HEAD) + "\n" + text.substring(text.length() - TAIL);
        String clean = EMPHASIS.matcher(shown(bounded).toLowerCase(Locale.ROOT))
                .replaceAll("")
                .strip();
        String bare = clean;
        for (int round = 0; round < ROUNDS; round++) {
            String less = AFTER.matcher(BEFORE.matcher(bare).replaceFirst(""))
                    .replaceFirst("")
                    .strip();
            if (less.isEmpty() || less.equals(bare)) {
                break;
            }
            bare = less;
        }
        return bare;
    }

    /** The part of {@link #of} that is embedded: one line, its middle left out where it is long. */
    static String window(String excerpt) {
        String line = excerpt.replaceAll("\\s+", " ");
        int head = reach(line, 0, 1, HEAD_TOKENS);
        int tail = line.length() - reach(line, line.length() - 1, -1, TAIL_TOKENS);
        if (head >= tail) {
            return line;
        }
        return whole(line, head) + " " + line.substring(Character.isLowSurrogate(line.charAt(tail)) ? tail + 1 : tail);
    }

    private static String whole(String line, int head) {
        boolean split = head > 0 && Character.isHighSurrogate(line.charAt(head - 1));
        return line.substring(0, split ? head - 1 : head);
    }

    /** How many characters from there on, in that direction, so many tokens take. */
    private static int reach(String line, int from, int step, double tokens) {
        double spent = 0;
        int count = 0;
        for (int at = from; at >= 0 && at < line.length() && spent < tokens; at += step) {
            spent += cost(line.charAt(at));
            count++;
        }
        return count;
    }

    /** About how many tokens a character takes in the vocabularies of small English models. */
    private static double cost(char c) {
        if (c >= HIGH) {
            return c >= 0xAC00 && c <= 0xD7A3 ? 3 : 1;
        }
        if (c >= ASCII) {
            return 0.6;
        }
        if (Character.isLetter(c)) {
            return 0.22;
        }
        return c == ' ' ? 0 : Character.isDigit(c) ? 0.5 : 1;
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int code = text.codePointAt(at);
            boolean lone = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
            boolean control = Character.isISOControl(code) && code != '\n' && code != '\t';
            shown.appendCodePoint(lone || control ? ' ' : code);
            at += Character.charCount(code);
        }
        return shown.toString();
    }
}
