// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.transcript;

import io.aisbf.api.chat.Message;
import java.util.List;

/**
 * A conversation that was made up.
 *
 * @param seed by which it can be made again
 * @param messages as a client would send them
 */
public record Transcript(long seed, List<Message> messages) {
    public Transcript {
        messages = List.copyOf(messages);
    }

    /** The conversation of a seed: of an agent at work, or between a person and a model. */
    public static Transcript of(long seed) {
        Dice dice = new Dice(seed);
        return new Transcript(seed, dice.chance(65) ? new Agent(dice).transcript() : new Chat(dice).transcript());
    }
}
