// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.Price;
import io.aisbf.runtime.config.bounds.OnLimit;
import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.ledger.MemoryLedger;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.money.Prices;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Several providers charge more for all of a prompt that is longer than usual. */
class LongPromptTest {
    private static OptionalLong cost(Optional<Price> configured, long input) {
        InstantSource clock = () -> Instant.EPOCH;
        Books books = new Books(
                new MemoryLimiter(clock, System::nanoTime),
                new MemoryLedger(),
                new Tokens(_ -> {}, new Random(1)),
                new Prices(),
                clock,
                System::nanoTime);
        Booking booking = new Booking(
                books,
                Limits.NONE,
                Map.of("g", new Booking.Terms("google", OnLimit.MODEL)),
                new Health(clock, System::nanoTime, new Random(1)));
        Booking.Subject subject = new Booking.Subject(
                "c", "", 1, "m", "g", "", "gemini-2.5-pro", Optional.empty(), configured, OptionalLong.empty());
        try (books) {
            return booking.begin(subject).cost(Usage.of(input, 0));
        }
    }

    @Test
    void isChargedByItsTrueLength() {
        assertEquals(OptionalLong.of(250_000), cost(Optional.empty(), 200_000));
        assertEquals(OptionalLong.of(500_005), cost(Optional.empty(), 200_002));
    }

    @Test
    void costsWhatTheOperatorSaysWhateverItsLength() {
        assertEquals(OptionalLong.of(600_000), cost(Optional.of(new Price(2, 2, 2)), 300_000));
    }
}
