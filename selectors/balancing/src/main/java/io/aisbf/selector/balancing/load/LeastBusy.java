// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.selector.balancing.share.Draw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Whoever has the fewest calls under way for its weight comes first: one of weight 2 is as busy with four calls as one
 * of weight 1 with two. Among equals the order is {@linkplain Draw drawn}, so that a gateway with little to do shares
 * its calls out by weight too.
 */
final class LeastBusy implements SelectionStrategy {
    private static final Comparator<Candidate> ORDER = Comparator.comparing(Draw::lastResort)
            .thenComparingDouble(candidate ->
                    Draw.lastResort(candidate) ? 0 : candidate.standing().underWay() / candidate.weight());

    private final RandomGenerator random;

    LeastBusy(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        List<Candidate> order = new ArrayList<>(Draw.order(candidates, random));
        order.sort(ORDER);
        return order;
    }
}
