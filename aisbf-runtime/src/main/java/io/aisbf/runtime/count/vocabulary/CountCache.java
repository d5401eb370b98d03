// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many tokens texts came to, by their fingerprints: two megabytes for 131,072 texts, of which each has four places;
 * a fifth takes the place of one of them. No lock: an entry is two words, the first of them the key with the second
 * mixed in, so that a reader who sees halves of two entries finds neither (Robert Hyatt, "A lock-less transposition
 * table implementation for parallel search", 2002).
 */
final class CountCache {
    private static final int SETS = 1 << 15;
    private static final int WAYS = 4;
    private static final int WORDS = 2;
    private static final int WAY_BITS = 2;

    private final AtomicLongArray table = new AtomicLongArray(SETS * WAYS * WORDS);

    /** What was counted under that key. */
    OptionalLong find(long key) {
        int set = set(key);
        for (int way = 0; way < WAYS; way++) {
            long value = table.getOpaque(set + way * WORDS + 1);
            if (value != 0 && (table.getOpaque(set + way * WORDS) ^ value) == key) {
                return OptionalLong.of(value - 1);
            }
        }
        return OptionalLong.empty();
    }

    /** Keeps a count. */
    void put(long key, long count) {
        int set = set(key);
        int way = 0;
        while (way < WAYS && table.getOpaque(set + way * WORDS + 1) != 0) {
            way++;
        }
        int place = set + (way < WAYS ? way : (int) (key >>> (Long.SIZE - WAY_BITS))) * WORDS;
        table.setOpaque(place, key ^ (count + 1));
        table.setOpaque(place + 1, count + 1);
    }

    private static int set(long key) {
        return ((int) key & (SETS - 1)) * WAYS * WORDS;
    }
}
