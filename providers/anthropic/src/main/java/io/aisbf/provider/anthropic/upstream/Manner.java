// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.upstream;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one endpoint is particular about when requests of other protocols are written for it.
 *
 * @param midSystem whether it takes messages of the role {@code system} within a conversation
 * @param maxTokens the limit of an answer for clients that set none; empty to go by the model's name
 * @param thinking how its models are asked to think; empty to go by the model's name
 */
public record Manner(boolean midSystem, OptionalInt maxTokens, Optional<Way> thinking) {
    /** What holds where nobody says otherwise. */
    public static final Manner USUAL = new Manner(false, OptionalInt.empty(), Optional.empty());

    /** How a model is asked to think. */
    public enum Way {
        /** Not at all: it cannot. */
        NONE,
        /** With so many tokens. */
        BUDGET,
        /** With an effort in words; it decides itself how long. */
        ADAPTIVE
    }
}
