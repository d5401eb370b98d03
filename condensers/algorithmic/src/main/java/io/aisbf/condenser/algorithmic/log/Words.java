// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import java.util.Arrays;

/**
 * The shape of a line: its words as hashes, one mark for each stretch of words that have a digit. Brackets, quotes, commas
 * and equals signs part words; dots, slashes and hyphens do not, so that an address is one word.
 */
final class Words {
    /** Stands for what differs from line to line: numbers, addresses, identifiers. */
    static final long VARIABLE = 0;

    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final int UNIT = 3;
    private static final boolean[] PARTING = parting();

    private final boolean numbersOnly;
    private long[] words = new long[32];
    private int count;
    private int firstFixed;

    /** Whether only numbers with their units are variable, or every word that has a digit. */
    Words(boolean numbersOnly) {
        this.numbersOnly = numbersOnly;
    }

    private static boolean[] parting() {
        boolean[] parting = new boolean[128];
        for (char c : " \t\r\n=,;()[]{}\"'|<>`".toCharArray()) {
            parting[c] = true;
        }
        return parting;
    }

    /** Whether this sign parts words. */
    static boolean parts(char c) {
        return c < 128 && PARTING[c];
    }

    /** Reads a stretch of a text; the words are those of it until the next reading. */
    void read(String text, int from, int to) {
        count = 0;
        firstFixed = -1;
        long hash = 1;
        boolean digit = false;
        int others = 0;
        int start = from;
        for (int i = from; i <= to; i++) {
            char c = i < to ? text.charAt(i) : ' ';
            if (c < 128 && PARTING[c]) {
                if (i > start) {
                    boolean variable = digit && (!numbersOnly || others <= UNIT);
                    firstFixed = variable || firstFixed >= 0 ? firstFixed : start;
                    add(variable ? VARIABLE : hash);
                }
                hash = 1;
                digit = false;
                others = 0;
                start = i + 1;
            } else {
                hash = (hash ^ c) * MIX;
                hash ^= hash >>> 31;
                boolean number = c >= '0' && c <= '9';
                digit |= number;
                others += number ? 0 : 1;
            }
        }
    }

    private void add(long word) {
        if (word == VARIABLE && count > 0 && words[count - 1] == VARIABLE) {
            return;
        }
        if (count == words.length) {
            words = Arrays.copyOf(words, count * 2);
        }
        words[count++] = word;
    }

    /** One hash of the whole shape. */
    long key() {
        long key = count;
        for (int i = 0; i < count; i++) {
            key = (key ^ words[i]) * MIX;
            key ^= key >>> 29;
        }
        return key;
    }

    /** Where the first word is that is not variable, or that place if there is none. */
    int start(int otherwise) {
        return firstFixed < 0 ? otherwise : firstFixed;
    }

    /** A copy of the words. */
    long[] copy() {
        return Arrays.copyOf(words, count);
    }
}
