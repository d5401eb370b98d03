// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.rival;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Keeps the newest that fits and drops the rest, calls with their results. */
public final class SlidingWindow implements CondensationMethod {
    private final ToLongFunction<List<Message>> count;

    /** Counts with this. */
    public SlidingWindow(ToLongFunction<List<Message>> count) {
        this.count = count;
    }

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) {
        List<Message> kept = new ArrayList<>();
        long left = budget.goal();
        for (List<Message> group : Groups.of(passage.changeable()).reversed()) {
            left -= count.applyAsLong(group);
            if (left < 0) {
                break;
            }
            kept.addAll(0, group);
        }
        return List.copyOf(kept);
    }
}
