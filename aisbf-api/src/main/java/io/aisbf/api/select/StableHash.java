// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

/**
 * Numbers made of texts: the same text gives the same number in every gateway and after every restart, which {@code
 * Object.hashCode} does not promise. FNV-1a over UTF-16 units (Fowler, Noll and Vo, draft-eastlake-fnv, there over octets), its
 * bits then spread by the mixing function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Not for secrets: who
 * chooses the text may choose the number.
 */
public final class StableHash {
    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;
    private static final double UNIT = 0x1p-53;

    private StableHash() {}

    /** One of a text, all of whose 64 bits count. */
    public static long of(CharSequence text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return spread(hash);
    }

    /**
     * One of a text that may be long, such as a prompt, made sooner: its {@link String#hashCode}, which the JDK
     * promises too. It has 32 bits only, so use it where two texts that fall together do no harm: such sessions share a
     * candidate, as most do anyway.
     */
    public static long ofLong(String text) {
        return spread(text.hashCode());
    }

    /** One of two, in which each counts and their order too. */
    public static long both(long first, long second) {
        return spread(first + Long.rotateLeft(second, 32) * FNV_PRIME);
    }

    /** A number between 0 and 1, neither of them included. */
    public static double fraction(long hash) {
        return ((hash >>> 11) + 0.5) * UNIT;
    }

    private static long spread(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
