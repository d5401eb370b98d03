// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding.fit;

import java.util.Arrays;
import java.util.List;

/**
 * Multinomial logistic regression: tells classes apart by weighing figures, with a penalty on the squares of the
 * weights. Every class counts the same however many examples it has. Fitted by accelerated gradient descent (Y. Nesterov,
 * "A method for solving the convex programming problem with convergence rate O(1/k²)", 1983) from zero, so that the same
 * examples give the same weights. Immutable, for all threads.
 */
public final class Regression {
    private static final int MOST_STEPS = 200;
    private static final int LEAST_STEPS = 150;

    /** Products that a fit may take, about; beyond the least steps. */
    private static final double WORK = 1e11;

    private static final int POWER_STEPS = 12;

    /** For each figure of a row, what it says for each class: so laid out, the loops run over neighbours. */
    private final float[][] weights;

    private Regression(float[][] weights) {
        this.weights = weights;
    }

    /**
     * Fits.
     *
     * @param rows what is known of each example, all equally long
     * @param classes to which class each belongs, from 0
     * @param count how many classes there are, each with at least one example
     * @param penalty on the squares of the weights, beside the mean loss
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public static Regression fit(List<float[]> rows, int[] classes, int count, double penalty)
            throws InterruptedException {
        int width = rows.getFirst().length;
        double[] share = new double[count];
        Arrays.stream(classes).forEach(one -> share[one] += 1);
        for (int i = 0; i < count; i++) {
            share[i] = 1 / (share[i] * count);
        }
        double step = 1 / (0.5 * widest(rows, classes, share) + penalty);
        float[][] now = new float[width][count];
        float[][] ahead = new float[width][count];
        double momentum = 1;
        long steps = Math.clamp((long) (WORK / (2.0 * rows.size() * width * count)), LEAST_STEPS, MOST_STEPS);
        for (int i = 0; i < steps; i++) {
            float[][] slope = slope(ahead, rows, classes, share);
            double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            advance(now, ahead, slope, step, penalty, (momentum - 1) / next);
            momentum = next;
        }
        return new Regression(now);
    }

    /** What speaks for each class; their {@link Space#shares} are likelihoods. */
    public double[] figures(float[] row) {
        float[] sums = new float[weights[0].length];
        for (int i = 0; i < row.length; i++) {
            Space.add(sums, row[i], weights[i]);
        }
        double[] figures = new double[sums.length];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = sums[i];
        }
        return figures;
    }

    private static float[][] slope(float[][] weights, List<float[]> rows, int[] classes, double[] share)
            throws InterruptedException {
        Regression tried = new Regression(weights);
        float[][] slope = new float[weights.length][weights[0].length];
        float[] miss = new float[weights[0].length];
        for (int at = 0; at < classes.length; at++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("no longer wanted");
            }
            float[] row = rows.get(at);
            double[] likely = Space.shares(tried.figures(row), 1);
            likely[classes[at]] -= 1;
            for (int i = 0; i < miss.length; i++) {
                miss[i] = (float) (likely[i] * share[classes[at]]);
            }
            for (int i = 0; i < row.length; i++) {
                Space.add(slope[i], row[i], miss);
            }
        }
        return slope;
    }

    private static void advance(
            float[][] now, float[][] ahead, float[][] slope, double step, double penalty, double momentum) {
        for (int i = 0; i < now.length; i++) {
            for (int j = 0; j < now[i].length; j++) {
                double moved = ahead[i][j] - step * (slope[i][j] + penalty * ahead[i][j]);
                ahead[i][j] = (float) (moved + momentum * (moved - now[i][j]));
                now[i][j] = (float) moved;
            }
        }
    }

    /** The greatest eigenvalue of the rows' second moments, by power iteration, a little too large to be safe. */
    private static double widest(List<float[]> rows, int[] classes, double[] share) {
        float[] direction = Space.unit(rows.getFirst());
        double length = 1;
        for (int i = 0; i < POWER_STEPS; i++) {
            float[] next = new float[direction.length];
            for (int row = 0; row < classes.length; row++) {
                Space.add(next, Space.dot(rows.get(row), direction) * share[classes[row]], rows.get(row));
            }
            length = Math.sqrt(Space.dot(next, next));
            direction = Space.unit(next);
        }
        return length * 1.3;
    }
}
