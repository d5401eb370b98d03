// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

/** What is worth keeping where nothing is asked: what tells much, and what is new. */
public final class Unasked {
    private static final double RECENCY = 0.5;

    private Unasked() {}

    /** A score for each unit. */
    public static double[] scores(Index index) {
        double[] scores = new double[index.size()];
        for (int i = 0; i < scores.length; i++) {
            double age = (double) (scores.length - i) / scores.length;
            scores[i] = index.information(i) + RECENCY * (1 - age);
        }
        return scores;
    }
}
