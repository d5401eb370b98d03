// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sends each candidate its share of the calls, at random and yet evenly: weights 3 and 1 send three calls in four to
 * the first, and of any hundred calls in a row it is off by a few. The candidates lie side by side on a line, each as
 * long as its weight; the next of {@link EvenMarks} points at the one that is tried first. Those behind it are
 * {@linkplain Draw drawn}.
 *
 * <p>Nothing is remembered of any candidate, so one that cools down gives its share to the others at once, and takes it
 * back without catching up.
 */
final class Weighted implements SelectionStrategy {
    private final RandomGenerator random;
    private final EvenMarks marks;

    Weighted(RandomGenerator random) {
        this.random = random;
        this.marks = new EvenMarks(random.nextLong());
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        List<Candidate> drawn = Draw.order(candidates, random);
        // Weights as large as numbers go must not overflow when they are added up.
        double unit = candidates.stream().mapToDouble(Draw::weight).max().orElse(0);
        if (unit == 0) {
            return drawn;
        }
        return Draw.first(at(marks.next(), candidates, unit), drawn);
    }

    private static Candidate at(double mark, List<Candidate> candidates, double unit) {
        double whole = candidates.stream()
                .mapToDouble(candidate -> candidate.weight() / unit)
                .sum();
        double end = 0;
        Candidate last = candidates.getFirst();
        for (Candidate candidate : candidates) {
            if (!Draw.lastResort(candidate)) {
                last = candidate;
                end += candidate.weight() / unit;
                if (mark * whole < end) {
                    return candidate;
                }
            }
        }
        // Only rounding leads here: the sum above and the one that was built up may differ in the last place.
        return last;
    }
}
