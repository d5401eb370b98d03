// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding.fit;

import java.util.ArrayList;
import java.util.List;

/** Finds by what factor figures become likelihoods that are right as often as they say. For one thread. */
public final class Calibration {
    private static final double LEAST = 0.25;
    private static final double MOST = 4;
    private static final double STEP = 1.1;

    private final List<double[]> figures = new ArrayList<>();
    private final List<Integer> right = new ArrayList<>();

    /**
     * Examples in two parts.
     *
     * @param kept to learn by
     * @param left to judge by
     */
    public record Split<T>(List<List<T>> kept, List<List<T>> left) {}

    /** The examples of each route with every so manieth left out, of each at least one kept. */
    public static <T> Split<T> split(List<List<T>> examples, int fold, int folds) {
        List<List<T>> kept = new ArrayList<>();
        List<List<T>> left = new ArrayList<>();
        for (List<T> own : examples) {
            List<T> keep = new ArrayList<>();
            List<T> leave = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                (i % folds == fold && leave.size() < own.size() - 1 ? leave : keep).add(own.get(i));
            }
            kept.add(keep);
            left.add(leave);
        }
        return new Split<>(kept, left);
    }

    /** One judged case. */
    public void add(double[] found, int truth) {
        figures.add(found);
        right.add(truth);
    }

    /** The factor by which what was judged is likeliest. */
    public double factor() {
        double best = 1;
        double bestLoss = Double.POSITIVE_INFINITY;
        for (double factor = LEAST; factor <= MOST; factor *= STEP) {
            double loss = 0;
            for (int i = 0; i < figures.size(); i++) {
                loss -= Math.log(Space.shares(figures.get(i), factor)[right.get(i)] + 1e-9);
            }
            if (loss < bestLoss) {
                bestLoss = loss;
                best = factor;
            }
        }
        return best;
    }
}
