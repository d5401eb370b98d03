// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding.fit;

import java.util.Arrays;
import java.util.List;

/** Sums over vectors and over figures of routes. Stateless. */
public final class Space {
    private static final double TINY = 1e-12;

    private Space() {}

    /** The sum of products: for vectors of length 1, their cosine. */
    public static double dot(float[] a, float[] b) {
        // Four sums side by side let the processor add without waiting for the last one.
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return s0 + s1 + s2 + s3;
    }

    /** Adds {@code factor} times {@code more} to a vector. */
    public static void add(float[] to, double factor, float[] more) {
        float times = (float) factor;
        for (int i = 0; i < to.length; i++) {
            to[i] += times * more[i];
        }
    }

    /** The mean of at least one vector. */
    public static float[] mean(List<float[]> vectors) {
        float[] mean = new float[vectors.getFirst().length];
        vectors.forEach(vector -> add(mean, 1.0 / vectors.size(), vector));
        return mean;
    }

    /** A vector as seen from another. */
    public static float[] minus(float[] vector, float[] origin) {
        float[] seen = vector.clone();
        add(seen, -1, origin);
        return seen;
    }

    /** That vector at length 1; one of length 0 as it is. */
    public static float[] unit(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        float[] unit = new float[vector.length];
        if (length > TINY) {
            add(unit, 1 / length, vector);
        }
        return unit;
    }

    /** Shares in proportion to {@code e} to the power of each figure times {@code factor}. */
    public static double[] shares(double[] figures, double factor) {
        double most = Arrays.stream(figures).max().orElse(0);
        double[] shares = new double[figures.length];
        double sum = 0;
        for (int i = 0; i < figures.length; i++) {
            shares[i] = Math.exp(factor * (figures[i] - most));
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return shares;
    }

    /** The same figures in half the room. */
    public static float[] narrow(double[] figures) {
        float[] narrow = new float[figures.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) figures[i];
        }
        return narrow;
    }

    /** Where the greatest figure stands, the first of equals. */
    public static int greatest(double[] figures) {
        int greatest = 0;
        for (int i = 1; i < figures.length; i++) {
            greatest = figures[i] > figures[greatest] ? i : greatest;
        }
        return greatest;
    }
}
