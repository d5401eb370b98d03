// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client asks of an answer besides how it is drawn. What is empty was not asked for.
 *
 * @param shape what the answer's text must be
 * @param thinking how much to think before speaking
 * @param parallelCalls whether several tools may be called at once
 * @param logprobs how many of the likeliest tokens to tell at each place besides the chosen one's probability
 * @param user the client's name for the person it asks for
 * @param metadata the client's own notes on the request
 * @param tier the class of service, in the protocol's words
 * @param cacheKey what requests have in common that share a prompt cache
 */
public record Options(
        Optional<Shape> shape,
        Optional<Thinking> thinking,
        Optional<Boolean> parallelCalls,
        OptionalInt logprobs,
        Optional<String> user,
        Map<String, String> metadata,
        Optional<String> tier,
        Optional<String> cacheKey) {
    /** Nothing of it was asked for. */
    public static final Options NONE = new Options(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty());

    public Options {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /** What the text of an answer must be. */
    public sealed interface Shape {
        /** Any JSON object. */
        enum Json implements Shape {
            /** Whatever its members. */
            ANY
        }

        /**
         * JSON that fits a schema.
         *
         * @param name what the schema is called, for protocols that want a name
         * @param schema the JSON schema, as it was spelled
         * @param strict whether the provider must hold the model to it
         */
        record Schema(String name, Optional<String> description, RawJson schema, Optional<Boolean> strict)
                implements Shape {}
    }

    /**
     * How much to think before speaking.
     *
     * @param effort in words
     * @param budget in tokens
     * @param shown whether the thoughts, or a summary of them, are to be told
     */
    public record Thinking(Optional<Effort> effort, OptionalInt budget, Optional<Boolean> shown) {
        /** The effort that was asked for, or the one nearest to the budget; empty where neither was said. */
        public Optional<Effort> inWords() {
            return effort.or(
                    () -> budget.isPresent() ? Optional.of(Effort.nearest(budget.getAsInt())) : Optional.empty());
        }

        /** The budget that was asked for, or the one the effort stands for; empty where neither was said. */
        public OptionalInt inTokens() {
            return budget.isPresent()
                    ? budget
                    : effort.map(word -> OptionalInt.of(word.tokens())).orElseGet(OptionalInt::empty);
        }

        /** Whether no thinking at all is wanted. */
        public boolean off() {
            return inWords().filter(Effort.NONE::equals).isPresent();
        }
    }

    /**
     * How much to think, in words. The budgets are this gateway's reading: no two providers publish the same, and none
     * publishes what its words stand for.
     */
    public enum Effort {
        NONE(0),
        MINIMAL(1024),
        LOW(2048),
        MEDIUM(8192),
        HIGH(16_384),
        XHIGH(24_576),
        MAX(32_000);

        private final int tokens;

        Effort(int tokens) {
            this.tokens = tokens;
        }

        /** The word whose budget is nearest to that many tokens; a budget left to the model (below 0) is a medium one. */
        public static Effort nearest(int budget) {
            if (budget < 0) {
                return MEDIUM;
            }
            Effort best = NONE;
            for (Effort effort : values()) {
                if (Math.abs(effort.tokens - budget) < Math.abs(best.tokens - budget)) {
                    best = effort;
                }
            }
            return budget > 0 && best == NONE ? MINIMAL : best;
        }

        /** The tokens it stands for. */
        public int tokens() {
            return tokens;
        }
    }
}
