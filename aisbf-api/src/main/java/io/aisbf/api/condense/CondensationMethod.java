// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.condense;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import java.io.IOException;
import java.util.List;

/**
 * Says the same in fewer tokens. Methods are chained until the goal is met: each is given what the one before it
 * returned. The gateway decides when and whether the result is legal; a method decides how. It must give the same
 * result for the same passage every time, or the provider's prompt cache is lost: no clock, no randomness, no memory of
 * other passages. Called from many virtual threads at once; may block, and ask a model through the context.
 *
 * <p>A result is discarded, and the chain goes on without it, if it is not smaller, if a tool call loses its result or a
 * result its call, if arguments of a call are not what they were, if what was JSON in a tool's result is broken JSON
 * afterwards, if a fence of code is left open or what stands within one is not word for word what stood there, or if
 * somebody speaks who did not speak in the passage.
 *
 * <p>Beside what its operator sets for it under {@code condensation.TYPE}, a method's settings have {@code model}, the
 * target it may ask through {@link io.aisbf.api.plugin.PluginContext#models()} (absent: it does without), {@code
 * max_context}, the tokens which that target can read, and {@code prompt}, the text that the operator wants put to it
 * instead of the method's own.
 */
public interface CondensationMethod extends AutoCloseable {
    /**
     * Condenses a passage.
     *
     * @return what takes the place of {@code passage.changeable()}; the same list if nothing can be saved
     */
    List<Message> condense(Passage passage, Budget budget, Call call) throws IOException, InterruptedException;

    /**
     * Whether nothing is lost that a reader of a passage could need. Such a method is also asked to shorten a large
     * result of a tool at the moment it arrives, before the model has read it.
     */
    default boolean faithful() {
        return false;
    }

    @Override
    default void close() {}

    /**
     * A method that can tell what of a long passage helps to answer a question. The gateway puts that before the
     * question when the passage itself is no longer sent word for word.
     */
    interface Recalling {
        /**
         * Looks for what helps.
         *
         * @param passage {@code changeable} is what is no longer sent, as it was; the last message of {@code after} is
         *     the question
         * @param budget its goal is the most that all excerpts together may come to
         * @return excerpts in the order of the passage; none where nothing helps
         */
        List<Excerpt> recall(Passage passage, Budget budget, Call call) throws IOException, InterruptedException;
    }

    /**
     * Something said earlier.
     *
     * @param message which message of {@code changeable} it is from, from 0
     * @param text its words, as they were
     */
    record Excerpt(int message, String text) {}

    /**
     * A stretch of a conversation.
     *
     * @param before what comes before, to be read only
     * @param changeable what may be said shorter
     * @param after what comes after, to be read only: the current question is its last user message, where there is one
     * @param digested how many messages at the beginning of {@code changeable} are themselves what condensation made of
     *     still earlier ones
     */
    record Passage(List<Message> before, List<Message> changeable, List<Message> after, int digested) {
        public Passage {
            before = List.copyOf(before);
            changeable = List.copyOf(changeable);
            after = List.copyOf(after);
        }

        /** A stretch of which nothing has been condensed before. */
        public Passage(List<Message> before, List<Message> changeable, List<Message> after) {
            this(before, changeable, after, 0);
        }

        /** This stretch, with what another method made of what may change. */
        public Passage with(List<Message> shorter) {
            return new Passage(before, shorter, after, Math.min(digested, shorter.size()));
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
