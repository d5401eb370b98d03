// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

/**
 * What texts come to: tokens of one vocabulary, and of what there is in them that vocabularies differ about most. Adds up;
 * used by one thread.
 */
public final class Tally {
    private static final char FIRST_IDEOGRAPH = 0x2e80;
    private static final char FIRST_HAN = 0x4e00;
    private static final char LAST_HAN = 0x9fff;
    /** OpenAI's vocabularies have tokens of so many digits. */
    private static final int GROUP = 3;

    private long tokens;
    private long ideographs;
    private long digits;

    /** Of nothing. */
    public Tally() {}

    /** Tokens of the vocabulary. */
    public long tokens() {
        return tokens;
    }

    /** Ideographs and syllables, of which some vocabularies know more than others, and longer words. */
    public long ideographs() {
        return ideographs;
    }

    /**
     * How many tokens more there would be if every digit were one, as some vocabularies have it, instead of every three
     * that stand together.
     */
    public long digits() {
        return digits;
    }

    void add(long moreTokens, long moreIdeographs, long moreDigits) {
        tokens += moreTokens;
        ideographs += moreIdeographs;
        digits += moreDigits;
    }

    private static boolean isIdeograph(char c) {
        return c >= FIRST_IDEOGRAPH && ((c >= FIRST_HAN && c <= LAST_HAN) || Character.isLetter(c));
    }

    /** Adds a text of which the tokens are known. */
    void look(String text, long known) {
        long foreign = 0;
        long single = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                // The first digit of each group is the token that was counted.
                single += run % GROUP == 0 ? 0 : 1;
                run++;
            } else {
                run = 0;
                foreign += isIdeograph(c) ? 1 : 0;
            }
        }
        add(known, foreign, single);
    }
}
