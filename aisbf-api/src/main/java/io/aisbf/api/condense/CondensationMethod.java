// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.condense;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import java.io.IOException;
import java.util.List;

/**
 * Says the same in fewer tokens. Methods are chained until the goal is met: each is given what the one before it
 * returned. The gateway decides when and whether the result is legal; a method decides how. It must give the same
 * result for the same passage every time, or the provider's prompt cache is lost. Called from many virtual threads at
 * once; may block, and ask a model through the context.
 */
public interface CondensationMethod extends AutoCloseable {
    /**
     * Condenses a passage.
     *
     * @return what takes the place of {@code passage.changeable()}; the same list if nothing can be saved
     */
    List<Message> condense(Passage passage, Budget budget, Call call) throws IOException, InterruptedException;

    @Override
    default void close() {}

    /**
     * A stretch of a conversation.
     *
     * @param before what comes before, to be read only
     * @param changeable what may be said shorter
     * @param after what comes after, to be read only: the current question is its last user message
     */
    record Passage(List<Message> before, List<Message> changeable, List<Message> after) {
        public Passage {
            before = List.copyOf(before);
            changeable = List.copyOf(changeable);
            after = List.copyOf(after);
        }
    }

    /**
     * What it costs and what it should cost.
     *
     * @param model the target it is condensed for, as {@code provider/model}, to count by
     * @param now tokens of the changeable part as it is
     * @param goal tokens it should come to
     */
    record Budget(String model, long now, long goal) {}
}
