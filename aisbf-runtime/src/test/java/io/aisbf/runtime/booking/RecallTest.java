// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.bounds.Budget;
import io.aisbf.runtime.count.Tokens;
import io.aisbf.runtime.ledger.Entry;
import io.aisbf.runtime.ledger.MemoryLedger;
import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limits;
import io.aisbf.runtime.limits.MemoryLimiter;
import io.aisbf.runtime.money.Prices;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What limits begin with, at a start and when a reload brings them. */
class RecallTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Books books = new Books(
            new MemoryLimiter(() -> NOON, () -> 0),
            new MemoryLedger(),
            new Tokens(new Random(1)),
            new Prices(),
            () -> NOON,
            () -> 0);
    private int attempts;

    private static Rates perDay(long tokens) {
        return new Rates(
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(tokens));
    }

    /** Books an attempt of 15 tokens and 7 millionths, for which 100 and 50 were reserved. */
    private void book(String client, String rotation, Certainty certainty) {
        books.ledger()
                .book(new Entry(
                        "call." + ++attempts,
                        NOON.minusSeconds(3600),
                        client,
                        "asked",
                        "p",
                        "",
                        "m",
                        rotation,
                        Usage.of(10, 5),
                        OptionalLong.of(7),
                        new Entry.Reserved(100, 50),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Entry.ANSWERED,
                        certainty));
    }

    private static Limits limits(Map<String, Limits.Whole> clients) {
        return new Limits(
                Map.of("p", new Limits.Provider(Rates.NONE, Map.of(), perDay(1_000), Map.of(), List.of())),
                Map.of("coding", Map.of("p/m", perDay(900))),
                clients,
                Limits.Whole.NONE);
    }

    private static Limits.Whole alices() {
        return new Limits.Whole(perDay(500), List.of(new Budget(1_000, Limit.Period.MONTH)));
    }

    private Map<String, Long> used(Limits limits) {
        Map<String, Long> used = new TreeMap<>();
        List<Limit> all = limits.of("alice", "p", "", "m", Optional.of("coding"));
        books.limiter().fill(all).forEach(fill -> used.put(fill.limit().name(), fill.used()));
        return used;
    }

    @Test
    void aStartFillsTheLimitsOfClientsModelsAndRotations() {
        book("alice", "coding", Certainty.EXACT);
        book("bob", "", Certainty.EXACT);
        Limits limits = limits(Map.of("alice", alices()));
        books.recall(limits, Limits.NONE);
        assertEquals(
                Map.of(
                        "access.keys.alice.budget", 7L,
                        "access.keys.alice.rate_limit_TPD", 15L,
                        "providers.p.models.m.rate_limit_TPD", 30L,
                        "rotations.coding.models.p/m.rate_limit_TPD", 15L),
                used(limits));
    }

    @Test
    void whatNobodyCountedCountsAsItWasReserved() {
        book("alice", "", Certainty.UNDERESTIMATE);
        Limits limits = limits(Map.of("alice", alices()));
        books.recall(limits, Limits.NONE);
        assertEquals(100L, used(limits).get("access.keys.alice.rate_limit_TPD"));
        assertEquals(50L, used(limits).get("access.keys.alice.budget"));
    }

    @Test
    void limitsThatAReloadBringsBeginWithWhatTheLedgerKnowsAndOthersAreNotCountedTwice() {
        Limits without = limits(Map.of());
        Limits with = limits(Map.of("alice", alices()));
        book("alice", "", Certainty.EXACT);
        books.recall(without, Limits.NONE);
        books.recall(with, without);
        assertEquals(15L, used(with).get("access.keys.alice.rate_limit_TPD"));
        assertEquals(15L, used(with).get("providers.p.models.m.rate_limit_TPD"));
        // Taken out, and written again later: counted once all the same.
        books.recall(without, with);
        book("alice", "", Certainty.EXACT);
        books.recall(with, without);
        assertEquals(30L, used(with).get("access.keys.alice.rate_limit_TPD"));
    }

    @Test
    void anotherAmountOfTheSameLimitChangesNothingOfWhatWasUsed() {
        Limits before = limits(Map.of("alice", alices()));
        Limits after = limits(Map.of("alice", new Limits.Whole(perDay(20), alices().budgets())));
        book("alice", "", Certainty.EXACT);
        books.recall(before, Limits.NONE);
        books.recall(after, before);
        assertEquals(15L, used(after).get("access.keys.alice.rate_limit_TPD"));
    }
}
