// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Tells texts apart by 64 bits: multiplies eight bytes by eight others to 128 bits and folds them, as Wang Yi's wyhash
 * does (https://github.com/wangyi-fudan/wyhash, public domain), four rows side by side as long as there is enough of them.
 * The secrets are drawn anew in every process, so that nobody can send two texts that are taken for one. Immutable.
 */
public final class Fingerprint {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WIDE = 8 * Long.BYTES;
    private static final int BYTE_BITS = 8;
    private static final int BYTE = 0xff;

    private final long seed;
    private final long secret;
    private final long second;
    private final long third;
    private final long fourth;

    /** One with secrets of its own. */
    public Fingerprint(RandomGenerator random) {
        seed = random.nextLong();
        secret = random.nextLong() | 1;
        second = random.nextLong() | 1;
        third = random.nextLong() | 1;
        fourth = random.nextLong() | 1;
    }

    /** Of a text: that of its bytes in UTF-8. */
    public long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** Of bytes. */
    public long of(byte[] bytes, int from, int to) {
        int at = from + (to - from) / WIDE * WIDE;
        long hash = at == from ? seed : wide(bytes, from, at);
        for (; at + 2 * Long.BYTES <= to; at += 2 * Long.BYTES) {
            hash = folded(word(bytes, at) ^ secret, word(bytes, at + Long.BYTES) ^ hash);
        }
        if (at + Long.BYTES <= to) {
            hash = folded(word(bytes, at) ^ secret, hash ^ Long.BYTES);
            at += Long.BYTES;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = (rest << BYTE_BITS) | (bytes[at] & BYTE);
        }
        return folded(folded(rest ^ secret, hash) ^ secret, (to - from) ^ seed);
    }

    /** Each multiplication waits for the one before it: side by side, four rows of them take a third of the time. */
    private long wide(byte[] bytes, int from, int to) {
        long a = seed;
        long b = seed;
        long c = seed;
        long d = seed;
        for (int at = from; at < to; at += WIDE) {
            a = folded(word(bytes, at) ^ secret, word(bytes, at + 8) ^ a);
            b = folded(word(bytes, at + 16) ^ second, word(bytes, at + 24) ^ b);
            c = folded(word(bytes, at + 32) ^ third, word(bytes, at + 40) ^ c);
            d = folded(word(bytes, at + 48) ^ fourth, word(bytes, at + 56) ^ d);
        }
        return folded(a ^ secret, b) ^ folded(c ^ third, d);
    }

    private static long word(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    private static long folded(long one, long other) {
        return (one * other) ^ Math.unsignedMultiplyHigh(one, other);
    }
}
