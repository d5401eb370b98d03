// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.repeat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shingles of three lines (Broder, "On the resemblance and containment of documents", 1997): texts that have half of
 * them in common are versions of the same text. Blank lines do not count.
 */
final class Shingles {
    private static final int WIDTH = 3;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private Shingles() {}

    /** The shingles of a text as hashes. */
    static Set<Long> of(List<String> lines) {
        Set<Long> shingles = new HashSet<>();
        long[] last = new long[WIDTH];
        int seen = 0;
        for (String line : lines) {
            if (line.isBlank()) {
                continue;
            }
            last[seen % WIDTH] = hash(line);
            seen++;
            if (seen >= WIDTH) {
                long hash = 0;
                for (int i = 0; i < WIDTH; i++) {
                    hash = (hash ^ last[(seen + i) % WIDTH]) * MIX;
                    hash ^= hash >>> 29;
                }
                shingles.add(hash);
            }
        }
        return shingles;
    }

    private static long hash(String line) {
        long hash = line.length();
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * MIX;
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
