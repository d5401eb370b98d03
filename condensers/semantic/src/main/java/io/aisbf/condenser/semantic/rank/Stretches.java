// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import java.util.Arrays;

/** How much the paragraphs and sessions of a passage have to do with a question. */
final class Stretches {
    private Stretches() {}

    /** For each unit the share of its stretch: 1 for the stretch whose units' squared scores sum up to most. */
    static double[] shares(Index index, double[] scores) {
        double[] shares = new double[scores.length];
        double most = 0;
        int from = 0;
        while (from < scores.length) {
            int to = from;
            double sum = 0;
            int stretch = index.units().get(from).stretch();
            while (to < scores.length && index.units().get(to).stretch() == stretch) {
                sum += scores[to] * scores[to];
                to++;
            }
            Arrays.fill(shares, from, to, sum);
            most = Math.max(most, sum);
            from = to;
        }
        for (int i = 0; i < shares.length && most > 0; i++) {
            shares[i] /= most;
        }
        return shares;
    }
}
