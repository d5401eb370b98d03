// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.ledger.Entry;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.money.Prices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

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
     * Fills the windows of limits that come to be, at the start or with a reload, with what was used before. Reads the
     * ledger only where there are such limits, so that nobody else waits for it.
     *
     * @param limits those that will hold
     * @param before those that hold already
     * @throws io.aisbf.runtime.ledger.LedgerException if the ledger cannot be read now
     */
    public void recall(Limits limits, Limits before) {
        if (limits.within(before)) {
            return;
        }
        Instant from = clock.instant().minus(LONGEST);
        Set<Limit> begun = new HashSet<>();
        ledger.since(from, entry -> {
            Set<Limit> known = of(before, entry).stream().map(Limit::kind).collect(Collectors.toSet());
            List<Limit> fresh = of(limits, entry).stream()
                    .filter(limit -> !known.contains(limit.kind()))
                    .toList();
            fresh.stream().filter(limit -> begun.add(limit.kind())).forEach(limiter::forget);
            limiter.replay(entry.at(), fresh, entry.tokensUsed(), entry.microUsdUsed());
        });
    }

    private static List<Limit> of(Limits limits, Entry entry) {
        Optional<String> rotation = Optional.of(entry.rotation()).filter(name -> !name.isEmpty());
        return limits.of(entry.client(), entry.provider(), entry.key(), entry.model(), rotation);
    }

    @Override
    public void close() {
        ledger.close();
        limiter.close();
    }
}
