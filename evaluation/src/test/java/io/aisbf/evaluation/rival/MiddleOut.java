// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.rival;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Keeps the beginning and the end, half the budget each, and drops from the middle, calls with their results. */
public final class MiddleOut implements CondensationMethod {
    private final ToLongFunction<List<Message>> count;

    /** Counts with this. */
    public MiddleOut(ToLongFunction<List<Message>> count) {
        this.count = count;
    }

    @Override
    public List<Message> condense(Passage passage, Budget budget, Call call) {
        List<List<Message>> groups = Groups.of(passage.changeable());
        List<Message> head = new ArrayList<>();
        List<Message> tail = new ArrayList<>();
        long headLeft = budget.goal() / 2;
        long tailLeft = budget.goal() - headLeft;
        int first = 0;
        int last = groups.size() - 1;
        while (first <= last) {
            boolean older = headLeft >= tailLeft;
            List<Message> group = groups.get(older ? first : last);
            long tokens = count.applyAsLong(group);
            if (tokens > (older ? headLeft : tailLeft)) {
                break;
            }
            if (older) {
                head.addAll(group);
                headLeft -= tokens;
                first++;
            } else {
                tail.addAll(0, group);
                tailLeft -= tokens;
                last--;
            }
        }
        head.addAll(tail);
        return List.copyOf(head);
    }
}
