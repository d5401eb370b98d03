// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import java.time.Duration;
import java.util.List;

/**
 * What an attempt wants to use, before it is made.
 *
 * @param attempt its name; claiming twice by the same name claims once
 * @param limits all that it counts towards
 * @param tokens of the prompt as it will be sent, and the most the answer may have
 * @param microUsd what that costs at most, in millionths of a US dollar; 0 where no price is known
 * @param lease how long it may take; if nobody settles it by then it counts as used
 */
public record Claim(String attempt, List<Limit> limits, long tokens, long microUsd, Duration lease) {
    public Claim {
        limits = List.copyOf(limits);
    }
}
