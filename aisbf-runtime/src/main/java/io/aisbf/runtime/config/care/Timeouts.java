// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.care;

import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.route.Patience;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long a model is waited for, as far as one place of the configuration says: at a provider, at one of its models,
 * or at a rotation's candidate. What is empty, the next wider place says.
 *
 * @param connect until the connection stands
 * @param firstByte until the first content
 * @param idle between two pieces of content
 * @param total for the whole answer
 * @param slowest tokens a second below which a stream is given up before its client has seen any of it; 0 to take every
 *     pace
 * @param trial how long a stream is watched for its pace at most
 */
public record Timeouts(
        Optional<Duration> connect,
        Optional<Duration> firstByte,
        Optional<Duration> idle,
        Optional<Duration> total,
        Optional<Double> slowest,
        Optional<Duration> trial) {
    /** Nothing is said. */
    public static final Timeouts NONE = new Timeouts(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final double FASTEST = 1_000_000;

    /** Reads the section {@code timeouts} of a map. */
    public static Timeouts read(Part parent) {
        return parent.part("timeouts").map(Timeouts::section).orElse(NONE);
    }

    private static Timeouts section(Part part) {
        Timeouts timeouts = new Timeouts(
                part.duration("connect", SHORTEST, LONGEST),
                part.duration("first_byte", SHORTEST, LONGEST),
                part.duration("idle", SHORTEST, LONGEST),
                part.duration("total", SHORTEST, LONGEST),
                part.number("min_tokens_per_second", 0, FASTEST),
                part.duration("trial", SHORTEST, LONGEST));
        part.finish();
        return timeouts;
    }

    /** These, and where they say nothing the others. */
    public Timeouts orElse(Timeouts other) {
        return new Timeouts(
                connect.or(other::connect),
                firstByte.or(other::firstByte),
                idle.or(other::idle),
                total.or(other::total),
                slowest.or(other::slowest),
                trial.or(other::trial));
    }

    /** What comes of these where a wider place says that. */
    public Patience over(Patience wider) {
        Deadlines deadlines = wider.deadlines();
        OptionalDouble pace = slowest.map(tokens -> tokens > 0 ? OptionalDouble.of(tokens) : OptionalDouble.empty())
                .orElse(wider.slowest());
        return new Patience(
                new Deadlines(
                        connect.orElse(deadlines.connect()),
                        firstByte.orElse(deadlines.firstByte()),
                        idle.orElse(deadlines.idle()),
                        total.orElse(deadlines.total())),
                pace,
                trial.orElse(wider.trial()));
    }
}
