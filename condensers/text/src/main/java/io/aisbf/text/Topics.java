// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds where a conversation changes its subject: where what is said just before and just after share few words,
 * measured against the rest of it. After Marti Hearst, "TextTiling: Segmenting Text into Multi-paragraph Subtopic
 * Passages", Computational Linguistics 23(1), 1997, with each word weighed by how rare it is instead of a list of stop
 * words, so that the language does not matter.
 */
public final class Topics {
    private static final int WINDOW = 4;
    private static final int LEAST_UNITS = 4;
    private static final double LEAST_DEPTH = .1;
    private static final int MOST_UNITS = 24;
    private static final int FARTHEST = 50;
    private static final double FUNCTION_WORD_BITS = 6;

    private final List<int[]> units;
    private final double[] weights;
    private final double[] left;
    private final double[] right;
    private double shared;
    private double leftSquares;
    private double rightSquares;

    private Topics(List<int[]> units, Vocabulary vocabulary) {
        this.units = units;
        weights = new double[vocabulary.size()];
        double ordinary = Math.min(FUNCTION_WORD_BITS, vocabulary.totalBits() / 2);
        for (int id = 0; id < weights.length; id++) {
            weights[id] = Math.max(0, vocabulary.surprise(id) - ordinary);
        }
        left = new double[weights.length];
        right = new double[weights.length];
    }

    /**
     * The units at which topics begin, the first of all included.
     *
     * @param units what is said in turn, as the words that the vocabulary read
     */
    public static int[] of(List<int[]> units, Vocabulary vocabulary) {
        if (units.isEmpty()) {
            return new int[0];
        }
        return new Topics(units, vocabulary).begins();
    }

    private int[] begins() {
        double[] depths = depths(cohesion());
        double mean = Arrays.stream(depths).average().orElse(0);
        double variance = Arrays.stream(depths)
                .map(d -> (d - mean) * (d - mean))
                .average()
                .orElse(0);
        double deep = Math.max(LEAST_DEPTH, mean + Math.sqrt(variance) / 2);
        List<Integer> begins = new ArrayList<>(List.of(0));
        for (int gap = 1; gap < units.size(); gap++) {
            int length = gap - begins.getLast();
            boolean bottom = depths[gap] > deep && peak(depths, gap);
            if ((bottom && length >= LEAST_UNITS) || length >= MOST_UNITS) {
                begins.add(gap);
            }
        }
        return begins.stream().mapToInt(Integer::intValue).toArray();
    }

    private static boolean peak(double[] depths, int gap) {
        return depths[gap] >= depths[gap - 1] && (gap + 1 == depths.length || depths[gap] >= depths[gap + 1]);
    }

    /** How much the units before a gap and those after it share: the cosine of their words, for each gap. */
    private double[] cohesion() {
        double[] cohesion = new double[units.size()];
        for (int i = 0; i < Math.min(WINDOW, units.size()); i++) {
            onRight(units.get(i), 1);
        }
        for (int gap = 1; gap < units.size(); gap++) {
            int[] crossing = units.get(gap - 1);
            onRight(crossing, -1);
            onLeft(crossing, 1);
            if (gap > WINDOW) {
                onLeft(units.get(gap - 1 - WINDOW), -1);
            }
            if (gap - 1 + WINDOW < units.size()) {
                onRight(units.get(gap - 1 + WINDOW), 1);
            }
            double norm = Math.sqrt(leftSquares * rightSquares);
            cohesion[gap] = norm < 1e-9 ? 0 : shared / norm;
        }
        return cohesion;
    }

    private void onLeft(int[] words, int sign) {
        for (int word : words) {
            double change = sign * weights[word];
            shared += change * right[word];
            leftSquares += change * (2 * left[word] + change);
            left[word] += change;
        }
    }

    private void onRight(int[] words, int sign) {
        for (int word : words) {
            double change = sign * weights[word];
            shared += change * left[word];
            rightSquares += change * (2 * right[word] + change);
            right[word] += change;
        }
    }

    /** How far cohesion rises again on both sides of each gap. */
    private static double[] depths(double[] cohesion) {
        double[] depths = new double[cohesion.length];
        for (int gap = 1; gap < cohesion.length; gap++) {
            int before = gap;
            while (before > Math.max(1, gap - FARTHEST) && cohesion[before - 1] >= cohesion[before]) {
                before--;
            }
            int after = gap;
            while (after + 1 < Math.min(cohesion.length, gap + FARTHEST) && cohesion[after + 1] >= cohesion[after]) {
                after++;
            }
            depths[gap] = cohesion[before] + cohesion[after] - 2 * cohesion[gap];
        }
        return depths;
    }
}
