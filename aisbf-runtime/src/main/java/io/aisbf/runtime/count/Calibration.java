// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

/**
 * What a model's answers say of the estimates for it: {@code counted = overhead + factor * estimated}, where the overhead
 * is what the provider puts round every prompt and the factor what its vocabulary makes of ours.
 *
 * <p>Bayesian linear regression with a forgetting factor (C. Bishop, "Pattern Recognition and Machine Learning", 3.3;
 * forgetting as in recursive least squares, L. Ljung, "System Identification", 11.2). It minimises relative errors, so
 * that it fits {@code counted / estimated} over {@code 1 / estimated}: long prompts say what the factor is, short ones
 * what the overhead is. Before the first answer it expects a factor of 1 and no overhead, with the deviations below, so
 * that one strange short prompt does not triple the estimate of a long one. Immutable.
 *
 * @param weight answers, each worth less by {@link #KEEP} for every later one
 * @param u their reciprocals
 * @param r their ratios
 * @param uu squares of the reciprocals
 * @param ur reciprocals times ratios
 */
record Calibration(double weight, double u, double r, double uu, double ur) {
    /** Nothing is known. */
    static final Calibration NONE = new Calibration(0, 0, 0, 0, 0);

    /** What a model's factor may be. */
    static final double LEAST = 0.3;

    static final double MOST = 3;
    /** What its overhead may be, in tokens, more or less. */
    static final double OVERHEAD = 4096;

    /** The last 50 answers make up two thirds of what is known. */
    private static final double KEEP = 0.98;

    /** What fifty answers weigh. */
    private static final double MUCH = 31;

    /** How far a single answer is expected to be off, and how far the factor and the overhead from 1 and 0. */
    private static final double NOISE = 0.03;

    private static final double FACTOR_DEVIATION = 0.2;
    private static final double OVERHEAD_DEVIATION = 200;
    private static final double FACTOR_PRIOR = square(NOISE / FACTOR_DEVIATION);
    private static final double OVERHEAD_PRIOR = square(NOISE / OVERHEAD_DEVIATION);

    /** What is known after one more answer. What a provider cannot mean is taken as the most that it can. */
    Calibration with(long estimated, long counted) {
        double x = Math.max(1, estimated);
        double y = Math.clamp((double) counted, LEAST * x, MOST * x + OVERHEAD);
        double nextU = 1 / x;
        double nextR = y / x;
        return new Calibration(
                KEEP * weight + 1,
                KEEP * u + nextU,
                KEEP * r + nextR,
                KEEP * uu + nextU * nextU,
                KEEP * ur + nextU * nextR);
    }

    /** Whether so much is known that a single answer more changes little. */
    boolean settled() {
        return weight >= MUCH;
    }

    /** The factor. */
    double factor() {
        double a = uu + OVERHEAD_PRIOR;
        double d = weight + FACTOR_PRIOR;
        return Math.clamp((a * (r + FACTOR_PRIOR) - u * ur) / (a * d - u * u), LEAST, MOST);
    }

    /** The overhead that goes with that factor. */
    double overhead() {
        return Math.clamp((ur - factor() * u) / (uu + OVERHEAD_PRIOR), -OVERHEAD, OVERHEAD);
    }

    /** An estimate as it is to be believed: at least what the least factor makes of it. */
    long apply(long estimated) {
        return weight == 0 ? estimated : Math.round(Math.max(LEAST * estimated, overhead() + factor() * estimated));
    }

    private static double square(double value) {
        return value * value;
    }
}
