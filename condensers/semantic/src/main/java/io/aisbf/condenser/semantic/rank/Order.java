// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import java.util.Arrays;

/** Sorts units by their scores; among equals the earlier comes first. */
public final class Order {
    private Order() {}

    /** All units, the best first. Scores must not be negative. */
    public static int[] of(double[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) ~Float.floatToIntBits((float) scores[i]) << 32 | i;
        }
        Arrays.sort(keys);
        return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
    }

    /** The best few, the best first. */
    static int[] best(double[] scores, int most) {
        int[] best = new int[Math.min(most, scores.length)];
        int size = 0;
        for (int i = 0; i < scores.length; i++) {
            int at = size;
            while (at > 0 && scores[best[at - 1]] < scores[i]) {
                at--;
            }
            if (at < best.length) {
                int moved = Math.min(size, best.length - 1) - at;
                System.arraycopy(best, at, best, at + 1, moved);
                best[at] = i;
                size = Math.min(size + 1, best.length);
            }
        }
        return best;
    }
}
