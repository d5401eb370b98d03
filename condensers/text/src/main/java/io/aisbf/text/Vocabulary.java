// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.Arrays;

/**
 * Numbers the words of one text or conversation in the order in which they are first met, in any case of letters, and
 * counts them. Words are told apart by a hash of 64 bits (FNV-1a, <a
 * href="https://datatracker.ietf.org/doc/html/rfc9923">RFC 9923</a>), so that no word has to be cut out of its text. For
 * one thread.
 */
public final class Vocabulary {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int SHORTEST_STEM = 4;

    private long[] hashes = new long[FIRST_CAPACITY];
    private int[] ids = new int[FIRST_CAPACITY];
    private int[] counts = new int[FIRST_CAPACITY / 2];
    private int size;
    private long total;
    /** Kept until another text is read. */
    private double[] surprises = {};

    /** A vocabulary without words. */
    public Vocabulary() {}

    /** The numbers of all words at {@code [from, to)}, in order, each counted. */
    public int[] read(CharSequence text, int from, int to) {
        int[][] read = {new int[16]};
        int[] length = {0};
        Words.each(text, from, to, (start, end) -> {
            if (length[0] == read[0].length) {
                read[0] = Arrays.copyOf(read[0], length[0] * 2);
            }
            int id = id(hash(text, start, end));
            counts[id]++;
            read[0][length[0]++] = id;
        });
        total += length[0];
        surprises = new double[0];
        return Arrays.copyOf(read[0], length[0]);
    }

    /** How often a word was read. */
    public int count(int id) {
        return counts[id];
    }

    /** How many words there are, each counted once. */
    public int size() {
        return size;
    }

    /** How surprising a word is among those read so far, in bits: the rarer, the more. */
    public double surprise(int id) {
        if (surprises.length != size) {
            surprises = new double[size];
            for (int i = 0; i < size; i++) {
                surprises[i] = Math.log((total + 1.0) / counts[i]) / Math.log(2);
            }
        }
        return surprises[id];
    }

    /** How surprising the rarest word of a text is that was read before, in bits; 0 if none was. */
    public double rarest(CharSequence text) {
        double[] most = {0};
        Words.each(text, 0, text.length(), (from, to) -> {
            long hash = hash(text, from, to);
            int slot = slot(hash);
            if (hashes[slot] == hash) {
                most[0] = Math.max(most[0], surprise(ids[slot]));
            }
        });
        return most[0];
    }

    /** How surprising a word is that was read once, in bits. */
    public double totalBits() {
        return Math.log(total + 1.0) / Math.log(2);
    }

    /** A word's hash, its letters in lower case; of a longer word an English plural's s is left out. */
    static long hash(CharSequence text, int from, int to) {
        char last = text.charAt(to - 1);
        int end = to - from >= SHORTEST_STEM && last == 's' ? to - 1 : to;
        long hash = OFFSET;
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            char lower = c >= 'a' && c <= 'z' ? c : Character.toLowerCase(c);
            hash = (hash ^ lower) * PRIME;
        }
        return hash == 0 ? OFFSET : hash;
    }

    private int id(long hash) {
        int slot = slot(hash);
        if (hashes[slot] == hash) {
            return ids[slot];
        }
        if (size * 2 >= hashes.length) {
            grow();
            slot = slot(hash);
        }
        hashes[slot] = hash;
        ids[slot] = size;
        return size++;
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] before = hashes;
        int[] idsBefore = ids;
        hashes = new long[before.length * 2];
        ids = new int[before.length * 2];
        counts = Arrays.copyOf(counts, before.length);
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int slot = slot(before[i]);
                hashes[slot] = before[i];
                ids[slot] = idsBefore[i];
            }
        }
    }
}
