// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import java.util.Arrays;

/**
 * Which scores belong to the wanted share of the highest, by the scores of the last prompts; until there are enough of
 * these, by those of the labelled ones. For many threads.
 */
final class Share {
    private static final int KEPT = 1000;
    private static final int ENOUGH = 300;
    private static final int STALE = 16;

    private final double[] recent = new double[KEPT];
    private int count;
    private int since;
    private double[] expected = new double[0];
    private double[] sorted = new double[0];

    /** Forgets all scores: they are made otherwise from now on, and those are expected. */
    synchronized void restart(double[] scores) {
        expected = scores.clone();
        count = 0;
        sort();
    }

    /** Notes a prompt's score. */
    synchronized void note(double score) {
        recent[count % KEPT] = score;
        count++;
        since++;
        if (since >= STALE || count < STALE) {
            sort();
        }
    }

    private void sort() {
        since = 0;
        int told = Math.min(count, KEPT);
        int more = Math.min(expected.length, Math.max(0, ENOUGH - told));
        double[] all = Arrays.copyOf(recent, told + more);
        for (int i = 0; i < more; i++) {
            // Evenly from all of them, which are in no order.
            all[told + i] = expected[(int) ((long) i * expected.length / more)];
        }
        Arrays.sort(all);
        sorted = all;
    }

    /**
     * The share of scores that are lower, from 0 to 1.
     *
     * @param among which part of the scores that are equal count as lower, so that a share of equals is a share too
     */
    synchronized double above(double score, double among) {
        if (sorted.length == 0) {
            return among;
        }
        int lower = 0;
        int equal = 0;
        for (double one : sorted) {
            lower += one < score ? 1 : 0;
            equal += one == score ? 1 : 0;
        }
        return (lower + equal * among) / sorted.length;
    }
}
