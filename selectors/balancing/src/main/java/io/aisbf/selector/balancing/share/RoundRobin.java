// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Candidates take turns, heavy ones more often, and the turns of a heavy one are spread out: 5:1:1 gives a a b a c a a
 * instead of a a a a a b c. This is the smooth weighted round robin of nginx (its module
 * ngx_http_upstream_round_robin): before each call every candidate is credited its weight; the one with the most credit has its turn and
 * pays what all were credited together. Credits stay bounded, so over any number of calls each one's turns are off
 * its share by no more than a few.
 *
 * <p>A candidate that is not there is not credited, and goes on with what it had once it is back. Those behind the one
 * whose turn it is are {@linkplain Draw drawn}: taking the next in turn would make the neighbour of a broken candidate
 * carry all of its calls.
 */
final class RoundRobin implements SelectionStrategy {
    private final RandomGenerator random;
    private final Map<String, Double> credits = new HashMap<>();

    RoundRobin(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        List<Candidate> drawn = Draw.order(candidates, random);
        return Draw.lastResort(drawn.getFirst()) ? drawn : Draw.first(turn(candidates), drawn);
    }

    private synchronized Candidate turn(List<Candidate> candidates) {
        double paid = 0;
        double most = Double.NEGATIVE_INFINITY;
        Candidate next = candidates.getFirst();
        for (Candidate candidate : candidates) {
            double weight = candidate.weight();
            double credit = credits.merge(candidate.target(), weight, Double::sum);
            paid += weight;
            if (weight > 0 && credit > most) {
                most = credit;
                next = candidate;
            }
        }
        credits.merge(next.target(), -paid, Double::sum);
        return next;
    }
}
