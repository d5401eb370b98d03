// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the answer is to be drawn. What is empty is left to the model.
 *
 * @param temperature 0 for the likeliest answer, higher for more variety
 * @param topP the share of probability to draw from, 0 to 1
 * @param topK how many of the likeliest tokens to draw from
 * @param maxTokens the most tokens the answer may have
 * @param stop where to stop
 * @param seed for repeatable draws, as far as the provider can
 * @param choices how many answers are wanted
 * @param frequencyPenalty how much a token is disfavoured for each time it was used before, -2 to 2
 * @param presencePenalty how much a token is disfavoured for having been used at all, -2 to 2
 */
public record Sampling(
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt topK,
        OptionalInt maxTokens,
        List<String> stop,
        OptionalLong seed,
        OptionalInt choices,
        OptionalDouble frequencyPenalty,
        OptionalDouble presencePenalty) {
    /** Everything left to the model. */
    public static final Sampling DEFAULT = new Sampling(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    public Sampling {
        stop = List.copyOf(stop);
    }
}
