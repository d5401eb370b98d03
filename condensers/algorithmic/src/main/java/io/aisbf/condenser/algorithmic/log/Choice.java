// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Chooses lines for a budget: each is worth the information of the words that no line chosen so far has, besides what
 * it is worth by itself, less the more lines of the same speaker there are, and the one with the most for its price
 * comes next. Greedy choice under a budget for a value
 * with diminishing returns (Leskovec et al., "Cost-effective outbreak detection in networks", KDD 2007), with their lazy
 * evaluation: what a line is worth can only fall, so only the head of the queue is looked at again.
 */
final class Choice {
    /** After so many lines of one speaker another one counts half. */
    private static final double PATIENCE = 5;

    private final Shapes shapes;
    private final Set<Long> said = new HashSet<>();
    private final Set<Integer> kinds = new HashSet<>();
    private final Map<Long, Integer> speakers = new HashMap<>();
    private final double kindBits;

    Choice(Shapes shapes) {
        this.shapes = shapes;
        this.kindBits = log2(shapes.total() + 1.0);
    }

    private record Rated(Candidate candidate, double worth, int round) {
        double rate() {
            return worth / candidate.cost();
        }
    }

    /** Those of the candidates that go into so many tokens, the best first. */
    List<Candidate> of(List<Candidate> candidates, double budget) {
        PriorityQueue<Rated> queue = new PriorityQueue<>(Comparator.comparingDouble((Rated r) -> -r.rate())
                .thenComparing(r -> r.candidate().entry()));
        candidates.forEach(c -> queue.add(new Rated(c, worth(c), 0)));
        List<Candidate> chosen = new ArrayList<>();
        double left = budget;
        int round = 0;
        while (!queue.isEmpty()) {
            Rated best = queue.remove();
            if (best.candidate().cost() > left) {
                continue;
            }
            if (best.round() < round) {
                queue.add(new Rated(best.candidate(), worth(best.candidate()), round));
                continue;
            }
            chosen.add(best.candidate());
            left -= best.candidate().cost();
            take(best.candidate());
            round++;
        }
        return chosen;
    }

    /** Counts a line as said. */
    void take(Candidate candidate) {
        Shape shape = shapes.list().get(shapes.of(candidate.entry()));
        kinds.add(shape.kind());
        speakers.merge(shapes.speaker(shape), 1, Integer::sum);
        for (long word : shape.words()) {
            said.add(word);
        }
    }

    private double worth(Candidate candidate) {
        Shape shape = shapes.list().get(shapes.of(candidate.entry()));
        double worth = candidate.extra() + (kinds.contains(shape.kind()) ? 0 : kindBits);
        long[] words = shape.words();
        for (int i = 0; i < words.length; i++) {
            if (words[i] != Words.VARIABLE && !said.contains(words[i])) {
                worth += log2((double) shapes.total() / Math.max(1, shapes.linesWith(words[i])));
            }
        }
        return worth / (1 + speakers.getOrDefault(shapes.speaker(shape), 0) / PATIENCE);
    }

    static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
