// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attempt as it is booked, once, when it is over.
 *
 * @param attempt its name: the call's, a dot and a number
 * @param call the call it was made for
 * @param at when it began
 * @param client who asked, by the name of its key; empty where nobody has to say
 * @param asked the name that the client asked for
 * @param provider the provider that was asked
 * @param key with which of its keys; empty where there is only one way to ask
 * @param model the provider's name of the model
 * @param usage what was counted
 * @param microUsd what it cost, in millionths of a US dollar; empty where no price is known
 * @param first until the first content; empty if none came
 * @param total until its end
 * @param outcome {@code answered}, {@code abandoned} or the row of the table of failures
 * @param certainty how the usage is known
 */
public record Entry(
        String attempt,
        String call,
        Instant at,
        String client,
        String asked,
        String provider,
        String key,
        String model,
        Usage usage,
        OptionalLong microUsd,
        Optional<Duration> first,
        Duration total,
        String outcome,
        Certainty certainty) {}
