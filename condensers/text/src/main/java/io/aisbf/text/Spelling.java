// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

/**
 * What a word looks like.
 *
 * @param letters how many letters it has
 * @param digits how many digits
 * @param slashes how many slashes, of either kind
 * @param dotted whether a dot stands between two parts of which one is longer than a letter
 * @param program whether it is spelled as programs spell: with an underscore, an at sign, or a capital after a small letter
 * @param capital whether it begins with a capital and has more than one letter
 */
record Spelling(int letters, int digits, int slashes, boolean dotted, boolean program, boolean capital) {
    /** Looks at {@code [from, to)}. */
    static Spelling of(String text, int from, int to) {
        int letters = 0;
        int digits = 0;
        int slashes = 0;
        boolean dotted = false;
        boolean program = false;
        for (int at = from; at < to; at++) {
            char c = text.charAt(at);
            if (Character.isLetter(c)) {
                letters++;
                program |= at > from && Character.isUpperCase(c) && Character.isLowerCase(text.charAt(at - 1));
            } else if (Character.isDigit(c)) {
                digits++;
            } else if (c == '/' || c == '\\') {
                slashes++;
            } else if (c == '.') {
                dotted |= dotted(text, from, at, to);
            } else {
                program |= c == '_' || c == '@';
            }
        }
        boolean capital = letters > 1 && Character.isUpperCase(text.charAt(from));
        return new Spelling(letters, digits, slashes, dotted, program, capital);
    }

    private static boolean dotted(String text, int from, int at, int to) {
        boolean between = at + 1 < to
                && Character.isLetterOrDigit(text.charAt(at + 1))
                && (at == from || Character.isLetterOrDigit(text.charAt(at - 1)));
        return between && (longer(text, at + 1, to) || (at > from + 1 && text.charAt(at - 2) != '.'));
    }

    private static boolean longer(String text, int from, int to) {
        return from + 1 < to && Character.isLetterOrDigit(text.charAt(from + 1));
    }

    /** Whether there is nothing about it but small letters. */
    boolean plain() {
        return digits == 0 && slashes == 0 && !dotted && !program && !capital;
    }
}
