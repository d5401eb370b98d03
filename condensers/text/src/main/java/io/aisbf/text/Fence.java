// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

/**
 * The fence that a line of text begins with, behind spaces and marks of quotation.
 *
 * @param mark a backtick or a tilde
 * @param length how many of them; 0 if the line is no fence
 * @param bare whether nothing follows on the line, so that it may close a block
 */
record Fence(char mark, int length, boolean bare) {
    private static final Fence NONE = new Fence(' ', 0, false);
    private static final int SHORTEST = 3;

    /** Looks at the line {@code [from, to)}. */
    static Fence at(String text, int from, int to) {
        int at = from;
        while (at < to && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '>')) {
            at++;
        }
        if (at == to || (text.charAt(at) != '`' && text.charAt(at) != '~')) {
            return NONE;
        }
        char mark = text.charAt(at);
        int end = at;
        while (end < to && text.charAt(end) == mark) {
            end++;
        }
        boolean inline = mark == '`' && text.indexOf('`', end, to) >= 0;
        boolean bare = text.substring(end, to).isBlank();
        return end - at < SHORTEST || inline ? NONE : new Fence(mark, end - at, bare);
    }

    /** Whether a block of code begins with it. */
    boolean opens() {
        return length > 0;
    }

    /**
     * Where the block ends that it opens, its closing fence included.
     *
     * @param lineEnd the end of the line of this fence
     */
    int end(String text, int lineEnd) {
        int at = lineEnd + 1;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            Fence other = at(text, at, end);
            if (other.bare && other.mark == mark && other.length >= length) {
                return end;
            }
            at = end + 1;
        }
        return text.length();
    }
}
