// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.json;

import io.aisbf.api.json.JsonException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells whether bytes are well-formed UTF-8 (Unicode standard, table 3-7): no overlong forms, no surrogates, nothing
 * beyond U+10FFFF. Needed because a JSON parser that skips a string does not look this closely, and what it let through
 * would be relayed or turned into question marks.
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** The index of the first byte that does not belong, or -1 if all is well. */
    static int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
                continue;
            }
            int length = sequence(bytes, at, to);
            if (length == 0) {
                return at;
            }
            at += length;
        }
        return -1;
    }

    /**
     * Sees to it that all of it is well-formed.
     *
     * @throws JsonException that names the first byte that is not
     */
    static void check(byte[] source, int from, int to) {
        int broken = firstInvalid(source, from, to);
        if (broken >= 0) {
            throw new JsonException("byte " + (broken - from) + " (0x" + Integer.toHexString(source[broken] & 0xff)
                    + ") is not valid UTF-8");
        }
    }

    /**
     * A NUL among the first four bytes makes the parser guess UTF-16 or UTF-32, whose bytes may be well-formed UTF-8 at
     * the same time: it would see other members than whoever reads the same bytes as what they must be.
     */
    static void refuseWideEncoding(byte[] source, int from, int to) {
        for (int at = from; at < Math.min(to, from + Integer.BYTES); at++) {
            if (source[at] == 0) {
                throw new JsonException("byte " + (at - from) + " is 0: only UTF-8 is read, not UTF-16 or UTF-32");
            }
        }
    }

    /** The length of the well-formed sequence that starts here, or 0. */
    private static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (first < 0xc2 || first > 0xf4 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
