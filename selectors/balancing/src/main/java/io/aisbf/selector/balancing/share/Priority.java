// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.SelectionStrategy;
import java.util.Comparator;
import java.util.List;

/** The same order for every call: who comes first is asked as long as it can answer, the others stand by. */
final class Priority implements SelectionStrategy {
    /** In the order of the file. */
    static final Comparator<Candidate> BY_ORDER = Comparator.comparing(Draw::lastResort);
    /** The highest weight first; in the order of the file among equals. */
    static final Comparator<Candidate> BY_WEIGHT =
            Comparator.comparingDouble(Draw::weight).reversed();

    private final Comparator<Candidate> order;

    Priority(Comparator<Candidate> order) {
        this.order = order;
    }

    @Override
    public List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call) {
        return candidates.stream().sorted(order).toList();
    }
}
