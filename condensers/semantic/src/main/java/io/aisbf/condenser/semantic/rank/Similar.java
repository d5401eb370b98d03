// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;

/**
 * Finds terms that are spelled alike, so that a typo, another ending or a part of a compound is found too: by the
 * trigrams they share (Dice's coefficient). The table of trigrams is made when it is first asked. For all threads.
 */
final class Similar {
    private static final int SHORTEST = 4;
    private static final int LONGEST = 64;
    private static final int MOST_TERMS = 1 << 20;

    private final Map<String, Integer> numbers;
    private volatile Table table = Table.NONE;

    Similar(Map<String, Integer> numbers) {
        this.numbers = numbers;
    }

    /** Trigram and term in one number, sorted, and how many trigrams each term has. */
    private static final class Table {
        static final Table NONE = new Table(new long[0], new int[0]);

        private final long[] rows;
        private final int[] sizes;

        Table(long[] rows, int[] sizes) {
            this.rows = rows;
            this.sizes = sizes;
        }
    }

    /**
     * Tells of terms like this one, other than itself.
     *
     * @param least the least likeness, from 0 to 1, that is told of
     */
    void each(String term, double least, ObjDoubleConsumer<Integer> sink) {
        if (term.length() < SHORTEST || numbers.size() > MOST_TERMS) {
            return;
        }
        Table known = table();
        int[] grams = grams(term);
        Map<Integer, Integer> shared = new HashMap<>();
        for (int gram : grams) {
            long first = (long) gram << 32;
            int at = Arrays.binarySearch(known.rows, first);
            for (int i = at < 0 ? -at - 1 : at; i < known.rows.length && known.rows[i] >> 32 == gram; i++) {
                shared.merge((int) known.rows[i], 1, Integer::sum);
            }
        }
        int own = numbers.getOrDefault(term, -1);
        shared.forEach((other, common) -> {
            double dice = 2.0 * common / (grams.length + known.sizes[other]);
            if (dice >= least && other != own) {
                sink.accept(other, dice);
            }
        });
    }

    private Table table() {
        Table known = table;
        if (known.sizes.length < numbers.size()) {
            known = make();
            table = known;
        }
        return known;
    }

    private Table make() {
        int[] sizes = new int[numbers.size()];
        long[] rows = new long[1024];
        int size = 0;
        for (Map.Entry<String, Integer> term : numbers.entrySet()) {
            if (term.getKey().length() < SHORTEST) {
                continue;
            }
            int[] grams = grams(term.getKey());
            sizes[term.getValue()] = grams.length;
            for (int gram : grams) {
                if (size == rows.length) {
                    rows = Arrays.copyOf(rows, 2 * size);
                }
                rows[size++] = (long) gram << 32 | term.getValue();
            }
        }
        rows = Arrays.copyOf(rows, size);
        Arrays.sort(rows);
        return new Table(rows, sizes);
    }

    /** The trigrams of a term with its borders, each once, as numbers that are not negative. */
    private static int[] grams(String term) {
        int end = Math.min(term.length(), LONGEST);
        int[] grams = new int[end];
        int size = 0;
        for (int i = 0; i < end; i++) {
            int before = i == 0 ? '^' : term.charAt(i - 1);
            int after = i + 1 == end ? '$' : term.charAt(i + 1);
            int gram = ((before * 31 + term.charAt(i)) * 31 + after) & Integer.MAX_VALUE;
            boolean known = false;
            for (int k = 0; k < size && !known; k++) {
                known = grams[k] == gram;
            }
            if (!known) {
                grams[size++] = gram;
            }
        }
        return Arrays.copyOf(grams, size);
    }
}
