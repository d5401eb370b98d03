// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.recall;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.evaluation.Counting;
import io.aisbf.evaluation.Plugins;
import io.aisbf.evaluation.rival.MiddleOut;
import io.aisbf.evaluation.rival.SlidingWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The method that is measured here and those it is measured against, each without any model. */
final class Rankers {
    /** The row of the method that is measured. */
    static final String OURS = "semantic";

    private static final Call CALL = Call.start("evaluation", Duration.ofHours(1));

    private Rankers() {}

    /** By the name of its row. */
    static SequencedMap<String, CondensationMethod> all() {
        SequencedMap<String, CondensationMethod> all = new LinkedHashMap<>();
        all.put("sliding window", new SlidingWindow(Counting::count));
        all.put("middle-out", new MiddleOut(Counting::count));
        all.put(OURS, Plugins.method(OURS, Counting.tokens(), FixedContext.REFUSING, Map.of()));
        return all;
    }

    /**
     * What is left of messages when that question is asked.
     *
     * @throws IllegalStateException if it is more than the goal
     */
    static String left(CondensationMethod method, List<Message> messages, String question, long goal)
            throws IOException, InterruptedException {
        Passage passage = new Passage(List.of(), messages, List.of(Message.of(Message.Role.USER, question)));
        Budget budget = new Budget(Counting.MODEL, Counting.count(messages), goal);
        List<Message> left = method.condense(passage, budget, CALL);
        if (Counting.count(left) > goal) {
            throw new IllegalStateException(
                    method + " leaves " + Counting.count(left) + " tokens, which is more than " + goal);
        }
        return left.stream().map(Message::text).collect(Collectors.joining("\n"));
    }
}
