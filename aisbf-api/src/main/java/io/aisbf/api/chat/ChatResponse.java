// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.wire.WireBody;
import java.util.List;
import java.util.Optional;

/** A whole answer. One that came off the wire decodes itself on first use. Read by one thread at a time. */
public interface ChatResponse {
    /** An answer that did not come off the wire. */
    static ChatResponse of(String id, String model, List<Choice> choices, Usage usage) {
        return new PlainResponse(id, model, choices, usage);
    }

    /** The provider's name for this answer. */
    String id();

    /** The model that answered, as the provider calls it. */
    String model();

    /** The answers, as many as were asked for. */
    List<Choice> choices();

    /** What it cost in tokens; {@link Usage#NONE} where the provider did not say. */
    Usage usage();

    /** This answer in the format it arrived in; empty for one that was made here. */
    Optional<WireBody> wire();

    /**
     * One answer and why it ended.
     *
     * @param probabilities how likely its tokens were, where that was asked for
     */
    record Choice(int index, Message message, FinishReason finish, List<Probability> probabilities) {
        public Choice {
            probabilities = List.copyOf(probabilities);
        }

        /** An answer whose tokens were not weighed. */
        public Choice(int index, Message message, FinishReason finish) {
            this(index, message, finish, List.of());
        }
    }

    /**
     * How likely a token was.
     *
     * @param logprob the natural logarithm of its probability
     * @param alternatives the likeliest tokens at its place; these have none themselves
     */
    record Probability(String token, double logprob, List<Probability> alternatives) {
        public Probability {
            alternatives = List.copyOf(alternatives);
        }
    }
}
