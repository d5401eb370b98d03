// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import java.util.Arrays;

/**
 * What a gain is worth beside a length: both are measured by how much they differ among the labelled prompts.
 *
 * @param mean of their gains
 * @param spread of these, as standard deviation
 */
record Yardstick(double mean, double spread) {
    /** What the length of a prompt counts; by RouteLLM's answers the order is best from 0.4 to 0.6 on. */
    private static final double LENGTH = 0.45;

    /** Of numbers that are spread evenly from 0 to 1. */
    private static final double EVEN_SPREAD = 1 / Math.sqrt(12);

    /** Gains that differ by less are all the same. */
    private static final double NOTHING = 1e-6;

    /** That of those gains. */
    static Yardstick of(double[] gains) {
        double mean = Arrays.stream(gains).average().orElse(0);
        double square = Arrays.stream(gains)
                .map(gain -> (gain - mean) * (gain - mean))
                .average()
                .orElse(0);
        return new Yardstick(mean, Math.sqrt(square));
    }

    /**
     * How much speaks for the strong model: a number that only its order means something of.
     *
     * @param longer the share of labelled prompts that are shorter
     */
    double score(double gain, double longer) {
        return byGain(gain) + LENGTH * (longer - 0.5) / EVEN_SPREAD;
    }

    private double byGain(double gain) {
        return spread < NOTHING ? 0 : (gain - mean) / spread;
    }
}
