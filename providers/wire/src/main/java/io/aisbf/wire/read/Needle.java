// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.json.RawJson;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A word that is looked for in bytes which are relayed, without decoding them. A body of 100 KB is searched with every
 * request, so eight bytes are looked at together for the one byte of the word that is rarest in JSON (the zero-byte test
 * of H. S. Warren, "Hacker's Delight", 6-1), and only where it is found for the rest.
 *
 * <p>What is found may stand in a place where it means nothing and has to be decoded to be sure; a word whose letters
 * somebody escaped is not found. Immutable; any thread.
 */
public final class Needle {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final String COMMON = "abcdefghijklmnopqrstuvwxyz \":,";

    private final byte[] word;
    private final int rare;
    private final long pattern;

    /** A search for that word of ASCII characters. */
    public Needle(String word) {
        this.word = word.getBytes(StandardCharsets.US_ASCII);
        int found = 0;
        while (found < word.length() - 1 && COMMON.indexOf(word.charAt(found)) >= 0) {
            found++;
        }
        this.rare = found;
        this.pattern = ONES * this.word[rare];
    }

    /** Whether the word stands somewhere in the value. */
    public boolean isIn(RawJson value) {
        return count(value, 1) > 0;
    }

    /** How often the word stands in the value; counting ends at {@code most}. */
    public int count(RawJson value, int most) {
        return value.read((source, from, to) -> count(source, from, to, most));
    }

    private int count(byte[] source, int from, int to, int most) {
        int count = 0;
        int at = from + rare;
        int end = to - (word.length - 1 - rare);
        while (at < end && count < most) {
            boolean wide = at + Long.BYTES <= end;
            if (!wide || hasRare((long) LONGS.get(source, at))) {
                count += countAt(source, at, Math.min(at + Long.BYTES, end));
            }
            at += Long.BYTES;
        }
        return Math.min(count, most);
    }

    private boolean hasRare(long eight) {
        long differing = eight ^ pattern;
        return ((differing - ONES) & ~differing & HIGHS) != 0;
    }

    private int countAt(byte[] source, int from, int to) {
        int count = 0;
        for (int at = from; at < to; at++) {
            int start = at - rare;
            if (source[at] == word[rare] && Arrays.equals(source, start, start + word.length, word, 0, word.length)) {
                count++;
            }
        }
        return count;
    }
}
