// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Attempts to be booked, all alike but for what a test is about. */
final class Attempts {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Attempts() {}

    /** One that was answered. */
    static Entry answered(String attempt, Instant at) {
        return of(attempt, at, "alice", "openai", Entry.ANSWERED, OptionalLong.of(1_500), Certainty.EXACT);
    }

    /** One that is said to have gone that way. */
    static Entry of(
            String attempt,
            Instant at,
            String client,
            String provider,
            String outcome,
            OptionalLong cost,
            Certainty certainty) {
        return new Entry(
                attempt,
                at,
                client,
                "fast",
                provider,
                "first",
                "gpt-5-mini",
                "coding",
                new Usage(100, 40, 10, 20, 5),
                cost,
                new Entry.Reserved(4_196, 9_000),
                Optional.of(Duration.ofMillis(250)),
                Duration.ofMillis(1_250),
                outcome,
                certainty);
    }
}
