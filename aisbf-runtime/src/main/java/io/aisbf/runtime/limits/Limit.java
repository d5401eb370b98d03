// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import java.time.Duration;

/**
 * A bound that an operator has set.
 *
 * @param name where it stands in the configuration, such as {@code providers.openai.models.gpt-4o.rate_limit_TPM}; two
 *     limits of the same name are the same limit
 * @param unit what is counted
 * @param most how much of it
 * @param window over which time
 */
public record Limit(String name, Unit unit, long most, Window window) {
    /** What is counted. */
    public enum Unit {
        /** Attempts. */
        REQUESTS,
        /** Tokens of the prompt and of the answer. */
        TOKENS,
        /** Millionths of a US dollar. */
        MICRO_USD;

        /** How much of it an attempt has that takes so many tokens and so much money. */
        long of(long tokens, long microUsd) {
            return switch (this) {
                case REQUESTS -> 1;
                case TOKENS -> tokens;
                case MICRO_USD -> microUsd;
            };
        }
    }

    /** What makes two limits one, whatever they allow: how much that is may change while the gateway runs. */
    public Limit kind() {
        return new Limit(name, unit, 0, window);
    }

    /** The time over which something is counted. */
    public sealed interface Window {
        /** The last so many seconds, at every moment. */
        record Sliding(Duration length) implements Window {}

        /** A calendar day or month in UTC. */
        record Calendar(Period period) implements Window {}

        /** So much time between one attempt and the next (0.3.2's {@code rate_limit}). */
        record Spacing(Duration between) implements Window {}
    }

    /** Calendar periods. */
    public enum Period {
        DAY,
        MONTH
    }
}
