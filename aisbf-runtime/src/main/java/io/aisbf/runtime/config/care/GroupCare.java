// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.care;

import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Scalars;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.route.Group;
import java.time.Duration;
import java.util.Optional;

/** Reads what a rotation or an autoselect does so that an answer comes about. */
public final class GroupCare {
    private static final double QUANTILE = 95;
    private static final double SHARE = 10;
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private GroupCare() {}

    /**
     * Reads {@code hedge}, {@code continue_streams} and {@code notify_errors} of a group's map.
     *
     * @param tells whether failures are told where the group says nothing of it
     */
    public static Group.Care read(Part part, boolean tells) {
        return new Group.Care(
                hedge(part),
                part.bool("continue_streams").orElse(false),
                tells(part).orElse(tells));
    }

    /**
     * Whether failures are told as ordinary answers: {@code notify_errors}, which 0.3.2 spells {@code notifyerrors}.
     */
    public static Optional<Boolean> tells(Part part) {
        Optional<Boolean> one = part.bool("notify_errors");
        Optional<Boolean> other = part.bool("notifyerrors");
        if (one.isPresent() && other.isPresent() && !one.equals(other)) {
            part.wrong("notifyerrors", "says the opposite of notify_errors; they are the same, write one of them");
        }
        return one.or(() -> other);
    }

    private static Optional<Group.Hedge> hedge(Part part) {
        Optional<Value> value = part.value("hedge");
        if (value.filter(Value.Fields.class::isInstance).isPresent()) {
            return part.part("hedge").map(GroupCare::settings);
        }
        return value.flatMap(
                        given -> part.attempt(part.position("hedge"), part.path("hedge"), given, GroupCare::wanted))
                .filter(wanted -> wanted)
                .map(_ -> new Group.Hedge(Optional.empty(), QUANTILE / 100, SHARE / 100));
    }

    private static boolean wanted(Value value) {
        try {
            return Scalars.bool(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "true, false or a map such as {delay: 800ms, most: 10} is wanted, found " + value.description(), e);
        }
    }

    private static Group.Hedge settings(Part part) {
        Optional<Duration> delay = part.duration("delay", SHORTEST, LONGEST);
        Optional<Double> quantile = part.number("quantile", 1, 99.9);
        double share = part.number("most", 0.1, 100).orElse(SHARE);
        part.finish();
        if (delay.isPresent() && quantile.isPresent()) {
            part.complaints()
                    .warning(
                            part.position("quantile"),
                            part.path("quantile"),
                            "has no effect: it is for learning the delay, and a delay is written");
        }
        return new Group.Hedge(delay, quantile.orElse(QUANTILE) / 100, share / 100);
    }
}
