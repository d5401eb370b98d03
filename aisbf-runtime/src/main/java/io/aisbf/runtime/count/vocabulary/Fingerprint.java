// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count.vocabulary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Tells texts apart by 64 bits: multiplies eight bytes by eight others to 128 bits and folds them, as Wang Yi's wyhash
 * does (https://github.com/wangyi-fudan/wyhash, public domain). The two secrets are drawn anew in every process, so that
 * nobody can send two texts that are taken for one. About a nanosecond for eight characters. Immutable.
 */
public final class Fingerprint {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BYTE_BITS = 8;
    private static final int BYTE = 0xff;

    private final long seed;
    private final long secret;

    /** One with secrets of its own. */
    public Fingerprint(RandomGenerator random) {
        seed = random.nextLong();
        secret = random.nextLong() | 1;
    }

    /** Of a text: that of its bytes in UTF-8. */
    public long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** Of bytes. */
    public long of(byte[] bytes, int from, int to) {
        long hash = seed;
        int at = from;
        for (; at + 2 * Long.BYTES <= to; at += 2 * Long.BYTES) {
            hash = folded((long) LONGS.get(bytes, at) ^ secret, (long) LONGS.get(bytes, at + Long.BYTES) ^ hash);
        }
        if (at + Long.BYTES <= to) {
            hash = folded((long) LONGS.get(bytes, at) ^ secret, hash ^ Long.BYTES);
            at += Long.BYTES;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = (rest << BYTE_BITS) | (bytes[at] & BYTE);
        }
        return folded(folded(rest ^ secret, hash) ^ secret, (to - from) ^ seed);
    }

    private static long folded(long one, long other) {
        return (one * other) ^ Math.unsignedMultiplyHigh(one, other);
    }
}
