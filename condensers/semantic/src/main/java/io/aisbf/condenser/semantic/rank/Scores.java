// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

/** How well the units of a passage match a question. */
public final class Scores {
    private final double[] scores;
    private final double[] matched;
    private final double wanted;

    Scores(double[] scores, double[] matched, double wanted) {
        this.scores = scores;
        this.matched = matched;
        this.wanted = wanted;
    }

    /** By unit, 1 for about the best; higher is better, never negative. */
    public double[] scores() {
        return scores;
    }

    /** By unit, the sum of the rareness of what it has of the things that the question names, neighbours not counted. */
    public double[] matched() {
        return matched;
    }

    /** That sum for a unit that had all of them. */
    public double wanted() {
        return wanted;
    }
}
