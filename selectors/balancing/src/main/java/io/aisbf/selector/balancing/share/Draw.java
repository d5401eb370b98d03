// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Draws candidates one after another without putting them back, each with a chance in proportion to its weight among
 * those that are left. What all strategies use where nothing better decides: for ties, and for the candidates behind
 * the first. So when the first fails, the calls it was to answer are shared out among the others in proportion to their
 * weights instead of all falling on the one that happens to stand next in the file.
 *
 * <p>Drawing one by one takes time in the square of the number of candidates. Efraimidis and Spirakis (Weighted random
 * sampling with a reservoir, Information Processing Letters 97(5), 2006, pages 181-185) show that giving each candidate
 * the key {@code u^(1/w)}, with {@code u} uniform in (0, 1) and {@code w} its weight, and sorting by falling key gives
 * the very same distribution. Since {@code -ln(u)} is exponentially distributed with rate 1, sorting by rising {@code
 * -ln(u)/w} is the same order, and does not lose precision where {@code u^(1/w)} of a small weight would underflow to
 * 0. It can be pictured as one alarm clock for each candidate, ringing on average after {@code 1/w}: they are tried in
 * the order in which they ring.
 *
 * <p>A candidate of weight 0 never rings: it comes after all others, in the order of the file, as a last resort. All
 * strategies keep to that.
 */
public final class Draw {
    private Draw() {}

    /** All of them, drawn at random. */
    public static List<Candidate> order(List<Candidate> candidates, RandomGenerator random) {
        return order(candidates, _ -> random.nextExponential());
    }

    /**
     * All of them, drawn by what somebody else makes of each.
     *
     * @param exponential a number for each candidate, exponentially distributed with rate 1
     */
    public static List<Candidate> order(List<Candidate> candidates, ToDoubleFunction<Candidate> exponential) {
        List<Clock> clocks = new ArrayList<>(candidates.size());
        for (Candidate candidate : candidates) {
            double weight = weight(candidate);
            double rings = weight == 0 ? Double.POSITIVE_INFINITY : exponential.applyAsDouble(candidate) / weight;
            clocks.add(new Clock(rings, candidate));
        }
        // The sort is stable, which keeps the order of the file among those that never ring.
        clocks.sort(Comparator.comparingDouble(Clock::rings));
        return clocks.stream().map(Clock::candidate).toList();
    }

    /** That one first, the others behind it as they stand. */
    public static List<Candidate> first(Candidate first, List<Candidate> others) {
        List<Candidate> order = new ArrayList<>(others.size());
        order.add(first);
        others.stream().filter(other -> !other.equals(first)).forEach(order::add);
        return order;
    }

    /** Whether a candidate is only to be asked when all others failed. */
    public static boolean lastResort(Candidate candidate) {
        return weight(candidate) == 0;
    }

    /**
     * A candidate's weight.
     *
     * @throws IllegalArgumentException if it is no number that is 0 or more
     */
    static double weight(Candidate candidate) {
        double weight = candidate.weight();
        if (!Double.isFinite(weight) || weight < 0) {
            throw new IllegalArgumentException(
                    "the weight of " + candidate.target() + " is " + weight + "; give it a number that is 0 or more");
        }
        return weight;
    }

    /** When the alarm of a candidate rings. */
    private record Clock(double rings, Candidate candidate) {}
}
