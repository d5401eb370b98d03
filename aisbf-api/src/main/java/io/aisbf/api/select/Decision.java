// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.util.List;

/**
 * An order of candidates and how it came about: what the decision trail, {@code x-aisbf-selected} and {@code POST
 * /api/autoselect/explain} tell, and what a chain of strategies goes by. Made by a {@link SelectionStrategy.Deciding},
 * read by the gateway; immutable.
 *
 * @param order in which the candidates are tried; empty where the strategy has no opinion
 * @param confidence how likely the first is the right one, as the strategy reckons, from 0 to 1; 0 without an opinion
 * @param reason why, in a few words. They go to clients and into logs, so nothing of the prompt stands in them.
 * @param scores what the strategy gives the candidates, the best first; in its own measure, and empty where it has none
 */
public record Decision(List<Candidate> order, double confidence, String reason, List<Score> scores) {
    public Decision {
        order = List.copyOf(order);
        scores = List.copyOf(scores);
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("a confidence from 0 to 1 is wanted, found " + confidence);
        }
    }

    /** What a strategy gives a candidate. */
    public record Score(String target, double value) {}

    /** No opinion, and why there is none. */
    public static Decision none(String reason) {
        return new Decision(List.of(), 0, reason, List.of());
    }

    /** An opinion without figures. */
    public static Decision of(List<Candidate> order, double confidence, String reason) {
        return new Decision(order, confidence, reason, List.of());
    }

    /** Whether there is an opinion. */
    public boolean decided() {
        return !order.isEmpty();
    }
}
