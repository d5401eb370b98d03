// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers from 0 to 1 that look random and yet fill every stretch evenly and soon. Throwing a die gives the right
 * shares in the long run, but of a hundred throws one candidate may get twenty too many. The multiples of the golden
 * ratio, of which only the part after the point is kept, leave no such gaps: each new one falls into one of the widest
 * that are left (H. Weyl, Über die Gleichverteilung von Zahlen mod. Eins, Mathematische Annalen 77, 1916; on why this
 * ratio is the best: D. E. Knuth, The Art of Computer Programming, volume 3, section 6.4, theorem S). The number of
 * them in any interval is off by two or three at most, however few or many are looked at.
 *
 * <p>Every 256 numbers the sequence is moved to another place, which comes from the seed by the mixing function of
 * SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). So two gateways are
 * in step nowhere for long, and no rhythm among the calls can fall in with the sequence for good. For many threads.
 */
final class EvenMarks {
    /** The golden ratio's part after the point, in units of 2^-64. */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private static final int BLOCK_BITS = 8;
    private static final double UNIT = 0x1p-53;

    private final long seed;
    private final AtomicLong count = new AtomicLong();

    EvenMarks(long seed) {
        this.seed = seed;
    }

    /** The next number, from 0 inclusive to 1 exclusive. */
    double next() {
        long number = count.getAndIncrement();
        long start = mixed(seed + (number >>> BLOCK_BITS) * GOLDEN);
        return ((start + number * GOLDEN) >>> 11) * UNIT;
    }

    private static long mixed(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
