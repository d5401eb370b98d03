// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.ledger.Entry;
import io.aisbf.runtime.ledger.Ledger;
import io.aisbf.runtime.ledger.SqliteLedger;
import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Claim;
import io.aisbf.runtime.limits.Limit;
import io.aisbf.runtime.limits.Limiter;
import io.aisbf.runtime.limits.MemoryLimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Usage and limits as they are told over HTTP from a real ledger and a real limiter. */
@Timeout(60)
class BooksOnDiskTest {
    private static final Limit TPM = new Limit(
            "providers.p.rate_limit_TPM", Limit.Unit.TOKENS, 1000, new Limit.Window.Sliding(Duration.ofMinutes(1)));

    @TempDir
    Path folder;

    private static Entry entry(String attempt, String asked, String outcome, OptionalLong microUsd) {
        return new Entry(
                attempt,
                Instant.parse("2026-11-21T23:59:59Z"),
                "alice",
                asked,
                "p",
                "",
                "echo",
                "",
                new Usage(100, 20, 0, 30, 10),
                microUsd,
                Entry.Reserved.NONE,
                Optional.of(Duration.ofMillis(5)),
                Duration.ofMillis(9),
                outcome,
                Certainty.EXACT);
    }

    private static String get(Ledger ledger, Limiter limiter, String path) throws IOException {
        OwnEndpoints.Books books = new OwnEndpoints.Books(ledger, limiter, () -> List.of(TPM));
        try (Door door = new Door(Door::echo, false, Duration.ofSeconds(15), Optional.of(books), new PlainFormat())) {
            return door.ask("GET " + path, "", "");
        }
    }

    @Test
    void tellsOfWhatWasBookedAndReserved() throws IOException {
        try (Ledger ledger = SqliteLedger.open(
                        folder.resolve("aisbf.db"), Duration.ofDays(36_500), 1L << 30, InstantSource.system());
                Limiter limiter = new MemoryLimiter(InstantSource.system(), System::nanoTime)) {
            ledger.book(entry("req_1.1", "coding", "TIMED_OUT", OptionalLong.empty()));
            ledger.book(entry("req_1.2", "coding", "answered", OptionalLong.of(7)));
            ledger.book(entry("req_2.1", "\"odd\"\n=1+1", "answered", OptionalLong.of(5)));
            String usage = get(ledger, limiter, "/api/usage?by=rotation,day&from=2026-11-21&until=2026-11-22");
            assertTrue(
                    usage.contains("{\"asked\":\"coding\",\"day\":\"2026-11-21\",\"attempts\":2,\"failed\":1,"
                            + "\"uncertain\":0,\"input_tokens\":200,\"cached_tokens\":40,\"output_tokens\":60,"
                            + "\"reasoning_tokens\":20,\"unpriced\":1,\"cost_usd\":0.000007}"),
                    usage);
            assertTrue(usage.contains("\"total\":{\"attempts\":3,\"failed\":1,"), usage);
            assertTrue(usage.contains("\"unpriced\":1,\"cost_usd\":0.000012}}"), usage);
            assertTrue(get(ledger, limiter, "/api/usage?until=2026-11-21&from=2026-11-20")
                    .contains("\"rows\":[]"));

            assertInstanceOf(
                    Limiter.Answer.Granted.class,
                    limiter.reserve(new Claim("a", List.of(TPM), 400, 0, Duration.ofMinutes(5))));
            limiter.settle("a", new Actual(250, 0, Certainty.EXACT));
            limiter.reserve(new Claim("b", List.of(TPM), 100, 0, Duration.ofMinutes(5)));
            String limits = get(ledger, limiter, "/api/limits");
            assertTrue(limits.contains("\"most\":1000,\"used\":250,\"reserved\":100,\"fill_percent\":35,"), limits);
        }
    }

    @Test
    void saysWhyTheLedgerCannotAnswer() throws IOException {
        Path file = Files.writeString(folder.resolve("not-a-folder"), "x").resolve("aisbf.db");
        try (Ledger ledger = SqliteLedger.open(file, Duration.ofDays(1), 1L << 30, InstantSource.system());
                Limiter limiter = new MemoryLimiter(InstantSource.system(), System::nanoTime)) {
            String told = get(ledger, limiter, "/api/usage");
            assertTrue(told.startsWith("HTTP/1.1 503"), told);
            assertTrue(told.contains("not-a-folder"), told);
        }
    }
}
