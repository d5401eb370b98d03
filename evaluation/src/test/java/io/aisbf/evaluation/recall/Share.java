// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.recall;

import java.util.Locale;

/** How much of what questions need is kept, over many questions. For one thread. */
final class Share {
    private double sum;
    private int any;
    private int whole;
    private int questions;

    /** Counts a question: so many of what it needs are kept. */
    void add(long kept, int needed) {
        sum += (double) kept / needed;
        any += kept > 0 ? 1 : 0;
        whole += kept == needed ? 1 : 0;
        questions++;
    }

    /** What is kept of a question's needs, in the mean, in per cent. */
    String mean() {
        return percent(sum);
    }

    /** Questions of which something is kept, in per cent. */
    String any() {
        return percent(any);
    }

    /** Questions of which everything is kept, in per cent. */
    String whole() {
        return percent(whole);
    }

    private String percent(double part) {
        return questions == 0 ? "–" : String.format(Locale.ROOT, "%.1f", 100 * part / questions);
    }
}
