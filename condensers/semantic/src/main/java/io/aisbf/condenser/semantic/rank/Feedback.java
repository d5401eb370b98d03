// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic.rank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** What the best units have in common beyond the words of the question. */
final class Feedback {
    private static final int UNITS = 6;
    private static final int TERMS = 17;
    private static final int SHORT = 5;

    private Feedback() {}

    /** Terms and how much they count, 1 for the first. */
    static SequencedMap<Integer, Double> terms(Index index, double[] scores) {
        int[] best = Order.best(scores, UNITS);
        Map<Integer, Double> weights = new HashMap<>();
        for (int unit : best) {
            if (scores[unit] > 0) {
                double share = scores[unit] / scores[best[0]] / (SHORT + index.length(unit));
                index.terms(unit).forEach(term -> {
                    if (index.spread(term) > 1 && !index.speaker(term)) {
                        weights.merge(term, share * index.rareness(term), Double::sum);
                    }
                });
            }
        }
        List<Map.Entry<Integer, Double>> sorted = new ArrayList<>(weights.entrySet());
        sorted.sort(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        SequencedMap<Integer, Double> terms = new LinkedHashMap<>();
        for (Map.Entry<Integer, Double> entry : sorted.subList(0, Math.min(TERMS, sorted.size()))) {
            terms.put(entry.getKey(), entry.getValue() / sorted.getFirst().getValue());
        }
        return terms;
    }
}
