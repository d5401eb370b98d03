// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.plugin.Upstream.Deadlines;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How long a model is waited for, whoever provides it. Counted by the gateway besides what its HTTP client counts, so
 * that it also holds where an upstream shows signs of life and says nothing.
 *
 * @param deadlines until the connection stands, until the first content, between two pieces of content, in all
 * @param slowest tokens a second below which a stream is given up before its client has seen any of it; empty to take
 *     every pace
 * @param trial how long a stream is watched for its pace at most
 */
public record Patience(Deadlines deadlines, OptionalDouble slowest, Duration trial) {
    /** The usual deadlines, and every pace is taken. */
    public static final Patience DEFAULT =
            new Patience(Deadlines.DEFAULT, OptionalDouble.empty(), Duration.ofSeconds(2));
}
