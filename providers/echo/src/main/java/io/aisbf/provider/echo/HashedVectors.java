// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.provider.EmbeddingRequest.Input;
import java.util.Locale;

/**
 * Embeddings without a model: words, pairs of words and runs of three characters are counted into a vector at places
 * that a hash tells, with a sign that another bit of the hash tells, so that unlike things cancel out instead of piling
 * up (Weinberger, Dasgupta, Langford, Smola and Attenberg, Feature hashing for large scale multitask learning, ICML
 * 2009). Texts that share words have similar vectors; meaning is not looked at. Every vector has length 1.
 */
final class HashedVectors {
    /** The most dimensions a client may ask for. */
    static final int LONGEST = 65_536;

    private static final int WORD = 1;
    private static final int PAIR = 2;
    private static final int RUN = 3;
    private static final int TOKEN = 4;

    private final double[] sums;

    private HashedVectors(int dimensions) {
        sums = new double[dimensions];
    }

    /** The vector of a text or of tokens. */
    static float[] of(Input input, int dimensions) {
        HashedVectors vectors = new HashedVectors(dimensions);
        switch (input) {
            case Input.Text text -> vectors.addText(text.text().toLowerCase(Locale.ROOT));
            case Input.Tokens tokens -> vectors.addTokens(tokens);
        }
        return vectors.unit();
    }

    private void addText(String text) {
        long before = 0;
        for (String word : text.split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                long hash = hash(word, 0, word.length());
                add(WORD, hash, 1);
                add(PAIR, before * 31 + hash, 0.5);
                addRuns(" " + word + " ");
                before = hash;
            }
        }
    }

    /** Runs of three characters find what two forms of a word have in common. */
    private void addRuns(String word) {
        for (int from = 0; from + 3 <= word.length(); from++) {
            add(RUN, hash(word, from, from + 3), 0.25);
        }
    }

    private void addTokens(Input.Tokens tokens) {
        long before = 0;
        for (int token : tokens.tokens()) {
            add(TOKEN, token, 1);
            add(PAIR, before * 31 + token, 0.5);
            before = token;
        }
    }

    private void add(int kind, long hash, double weight) {
        long mixed = mix(hash + kind * 0x9e3779b97f4a7c15L);
        int place = (int) Long.remainderUnsigned(mixed >>> 1, sums.length);
        sums[place] += (mixed & 1) == 0 ? weight : -weight;
    }

    private float[] unit() {
        double square = 0;
        for (double sum : sums) {
            square += sum * sum;
        }
        float[] vector = new float[sums.length];
        if (square == 0) {
            // An empty text, or one whose parts cancel out: some direction, always the same.
            vector[0] = 1;
            return vector;
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < sums.length; i++) {
            vector[i] = (float) (sums[i] / length);
        }
        return vector;
    }

    /** FNV-1a over the characters; {@link #mix} spreads what it leaves close together. */
    private static long hash(String text, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * The finaliser of SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014).
     */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
