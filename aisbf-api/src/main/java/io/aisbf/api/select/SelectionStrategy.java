// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Puts candidates in the order in which they are to be tried. Candidates that cannot answer (context too small, no key,
 * cooling down) have been taken out before. Called from many virtual threads at once; may block, and ask a model
 * through the context.
 */
public interface SelectionStrategy extends AutoCloseable {
    /**
     * Orders candidates.
     *
     * @param candidates at least one
     * @return some or all of {@code candidates} in the order of trying; one left out is not tried, a stranger among
     *     them is an error
     */
    List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call)
            throws IOException, InterruptedException;

    /** Told how each attempt ended; must return at once. */
    default void observe(Candidate candidate, Outcome outcome) {}

    @Override
    default void close() {}

    /**
     * One target a strategy may put in order.
     *
     * @param target a model ({@code provider/model}), a rotation or an autoselect, by the name a client would ask for
     * @param weight its share; 1 where the operator gave none
     * @param description what it is good at, in the operator's words; may be empty
     * @param examples requests that it is meant for, in the operator's words; may be empty
     * @param standing how it stands at this moment
     */
    record Candidate(String target, double weight, String description, List<String> examples, Standing standing) {
        public Candidate {
            examples = List.copyOf(examples);
        }

        /** A candidate without examples. */
        public Candidate(String target, double weight, String description, Standing standing) {
            this(target, weight, description, List.of(), standing);
        }

        /** A candidate of which nothing else is known. */
        public Candidate(String target, double weight, String description) {
            this(target, weight, description, Standing.UNKNOWN);
        }
    }

    /**
     * A capability, found with {@code instanceof}: a strategy that says how sure it is and why. In a chain of strategies
     * one that is not sure enough leaves the choice to the next; one without this capability always decides.
     */
    interface Deciding extends SelectionStrategy {
        /**
         * Orders candidates and says how that came about. When {@link Call#isRehearsal} nobody is to be asked and nothing
         * is to be remembered of the call: the decision is only looked at.
         *
         * @param candidates at least one
         */
        Decision decide(ChatRequest request, List<Candidate> candidates, Call call)
                throws IOException, InterruptedException;

        /** The order alone; where there is no opinion, the candidates as they stand. */
        @Override
        default List<Candidate> rank(ChatRequest request, List<Candidate> candidates, Call call)
                throws IOException, InterruptedException {
            Decision decision = decide(request, candidates, call);
            return decision.decided() ? decision.order() : candidates;
        }
    }

    /** A capability, found with {@code instanceof}: a strategy that learns from what is said of answers. */
    interface Teachable {
        /**
         * Told how good an answer was. Called by any thread that serves a client; may block for a file.
         *
         * @param request what was asked
         * @param candidate who answered
         * @param score from 0, of no use, to 1, all that was wanted
         */
        void learn(ChatRequest request, Candidate candidate, double score) throws IOException, InterruptedException;
    }

    /** How an attempt ended. */
    sealed interface Outcome {
        /** It answered. */
        record Answered(Duration toFirstToken, Duration total, Usage usage) implements Outcome {}

        /** It did not. */
        record Failed(Failure failure) implements Outcome {}

        /**
         * Nobody waited for it any longer: another candidate was faster, or the client left. It says nothing against
         * the candidate but that it had not answered by then.
         *
         * @param after how long it had been given
         */
        record Abandoned(Duration after) implements Outcome {}
    }
}
