// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.money.Prices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What attempts are booked in; one for the gateway, outlives reloads.
 *
 * @param limiter keeps limits
 * @param ledger keeps what was used
 * @param tokens tells what a request will come to
 * @param prices tells what tokens cost
 */
public record Books(
        Limiter limiter, Ledger ledger, Tokens tokens, Prices prices, InstantSource clock, LongSupplier nanoTime)
        implements AutoCloseable {
    /** The longest window there is: a calendar month. */
    private static final Duration LONGEST = Duration.ofDays(31);

    /**
     * Fills the windows of these limits with what was used before this start. Reads the ledger only where there are
     * limits at all, so that nobody else waits for it.
     */
    public void recall(Limits limits) {
        if (limits.all().isEmpty()) {
            return;
        }
        Instant from = clock.instant().minus(LONGEST);
        ledger.since(from, entry -> {
            Optional<String> rotation = Optional.of(entry.rotation()).filter(name -> !name.isEmpty());
            List<Limit> counted = limits.of(entry.provider(), entry.key(), entry.model(), rotation);
            limiter.replay(entry.at(), counted, entry.tokensUsed(), entry.microUsdUsed());
        });
    }

    @Override
    public void close() {
        ledger.close();
        limiter.close();
    }
}
