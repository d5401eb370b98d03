// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the bytes of a number or a string tell without a parser. */
final class Literals {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final int MOST_DIGITS = 18;
    private static final int EXACT_DIGITS = 15;

    private Literals() {}

    /** A whole number of so few digits that it fits; empty if it may be none. */
    static OptionalLong integer(byte[] source, int from, int to) {
        int first = source[from] == '-' ? from + 1 : from;
        int digits = to - first;
        if (digits < 1 || digits > MOST_DIGITS || (source[first] == '0' && digits > 1)) {
            return OptionalLong.empty();
        }
        long number = 0;
        for (int at = first; at < to; at++) {
            int digit = source[at] - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            number = number * 10 + digit;
        }
        return OptionalLong.of(first == from ? number : -number);
    }

    /**
     * A number as the nearest double, if it is spelled with few digits and without exponent: both the digits and the
     * power of ten are exact then, so that one division rounds rightly (W. Clinger, "How to read floating point numbers
     * accurately", PLDI 1990, section 5).
     */
    static OptionalDouble decimal(byte[] source, int from, int to) {
        int point = from;
        while (point < to && source[point] != '.') {
            point++;
        }
        OptionalLong whole = to - from > EXACT_DIGITS ? OptionalLong.empty() : integer(source, from, point);
        if (whole.isEmpty() || point >= to - 1) {
            return point == to && whole.isPresent()
                    ? OptionalDouble.of((double) whole.getAsLong())
                    : OptionalDouble.empty();
        }
        long digits = Math.abs(whole.getAsLong());
        long power = 1;
        for (int at = point + 1; at < to; at++) {
            int digit = source[at] - '0';
            if (digit < 0 || digit > 9) {
                return OptionalDouble.empty();
            }
            digits = digits * 10 + digit;
            power *= 10;
        }
        double size = (double) digits / power;
        return OptionalDouble.of(source[from] == '-' && digits != 0 ? -size : size);
    }

    /** Whether it is a string that certainly holds no escape, so that its bytes are its content. */
    static boolean plain(byte[] source, int from, int to) {
        return source[from] == '"'
                && to - from >= 2
                && source[to - 1] == '"'
                && special(source, from + 1, to - 1) == to - 1
                && Utf8.firstInvalid(source, from, to) < 0;
    }

    /** The first byte that ends a string or is special in one; {@code to} if there is none. */
    static int special(byte[] source, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long eight = (long) LONGS.get(source, at);
            // Marks the bytes in question by their highest bits, other than those above 0x7f, which have it anyway.
            // What is
            // marked too much lies behind what is marked rightly, for only a byte that is marked borrows from the next
            // (S. Anderson, "Bit Twiddling Hacks", "Determine if a word has a byte less than n").
            long marks = ((eight - SPACES) | ((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES))
                    & ~eight
                    & HIGH_BITS;
            if (marks != 0) {
                return at + Long.numberOfTrailingZeros(marks) / Byte.SIZE;
            }
        }
        while (at < to && source[at] != '"' && source[at] != '\\' && (source[at] < 0 || source[at] >= ' ')) {
            at++;
        }
        return at;
    }
}
