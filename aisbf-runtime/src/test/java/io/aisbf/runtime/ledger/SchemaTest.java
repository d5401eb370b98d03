// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static io.aisbf.runtime.ledger.Attempts.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Usage;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one version wrote the next one reads and goes on with. */
class SchemaTest {
    /** The table as the first version made it. */
    private static final String FIRST = """
        CREATE TABLE attempts (at INTEGER NOT NULL, attempt TEXT NOT NULL, call TEXT NOT NULL, client TEXT NOT NULL,
          asked TEXT NOT NULL, provider TEXT NOT NULL, key TEXT NOT NULL, model TEXT NOT NULL,
          input_tokens INTEGER NOT NULL, cached_tokens INTEGER NOT NULL, cache_write_tokens INTEGER NOT NULL,
          output_tokens INTEGER NOT NULL, reasoning_tokens INTEGER NOT NULL, cost_micro_usd INTEGER,
          first_token_ms INTEGER, total_ms INTEGER NOT NULL, outcome TEXT NOT NULL, certainty TEXT NOT NULL,
          PRIMARY KEY (at, attempt)) WITHOUT ROWID
        """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choosesAFile() {
        file = folder.resolve("aisbf.db");
    }

    private Ledger open() {
        return SqliteLedger.open(file, Duration.ofDays(30), 1L << 30, InstantSource.fixed(NOON.plusSeconds(60)));
    }

    private static List<Entry> entries(Ledger ledger) {
        List<Entry> entries = new ArrayList<>();
        ledger.since(Instant.EPOCH, entries::add);
        return entries;
    }

    private void firstVersionWritesOne() throws Exception {
        write(
                1,
                FIRST,
                "INSERT INTO attempts VALUES (" + NOON.toEpochMilli()
                        + ", 'old.1', 'old', 'alice', 'fast', 'openai', '', 'm', 10, 0, 0, 5, 0, 7, NULL, 3,"
                        + " 'abandoned', 'UNDERESTIMATE')");
    }

    private void write(int version, String... lines) throws Exception {
        try (Connection connection = Database.connect(file, false);
                Statement statement = connection.createStatement()) {
            for (String line : lines) {
                statement.execute(line);
            }
            statement.execute("PRAGMA application_id = " + Schema.APPLICATION);
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    /** Rows of the second version: two by one client, one of which failed, and one by another. */
    private void secondVersionWritesThree() throws Exception {
        String row =
                "INSERT INTO attempts VALUES (" + NOON.toEpochMilli() + ", '%s', '%s', '%s', 'fast', 'openai', 'k',"
                        + " 'm', 10, 1, 2, 5, 3, NULL, 4, 9, '%s', 'EXACT', 'coding', 20, 30)";
        write(
                2,
                FIRST,
                "ALTER TABLE attempts ADD COLUMN rotation TEXT NOT NULL DEFAULT ''",
                "ALTER TABLE attempts ADD COLUMN reserved_tokens INTEGER NOT NULL DEFAULT 0",
                "ALTER TABLE attempts ADD COLUMN reserved_micro_usd INTEGER NOT NULL DEFAULT 0",
                row.formatted("a.1", "a", "alice", "TIMED_OUT"),
                row.formatted("a.2", "a", "alice", "answered"),
                row.formatted("b.1", "b", "bob", "answered"));
    }

    private static Entry second(String attempt, String client, String outcome) {
        return new Entry(
                attempt,
                NOON,
                client,
                "fast",
                "openai",
                "k",
                "m",
                "coding",
                new Usage(10, 1, 2, 5, 3),
                OptionalLong.empty(),
                new Entry.Reserved(20, 30),
                Optional.of(Duration.ofMillis(4)),
                Duration.ofMillis(9),
                outcome,
                Certainty.EXACT);
    }

    @Test
    void keepsEveryRowOfTheSecondVersionAsItWas() throws Exception {
        secondVersionWritesThree();
        Entry next = Attempts.answered("c.1", NOON.plusSeconds(1));
        try (Ledger ledger = open()) {
            ledger.book(next);
            assertEquals(
                    List.of(
                            second("a.1", "alice", "TIMED_OUT"),
                            second("a.2", "alice", "answered"),
                            second("b.1", "bob", "answered"),
                            next),
                    entries(ledger));
        }
    }

    @Test
    void showsPeopleOneTableWithTheCallOfEachAttempt() throws Exception {
        try (Ledger ledger = open()) {
            ledger.book(Attempts.answered("req_1..12", NOON));
            ledger.book(Attempts.answered("req_2.1", NOON));
        }
        try (Connection connection = Database.connect(file, true);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT call, client, outcome FROM attempts ORDER BY call")) {
            assertTrue(rows.next());
            assertEquals("req_1.", rows.getString("call"));
            assertEquals("alice", rows.getString("client"));
            assertTrue(rows.next());
            assertEquals("req_2", rows.getString("call"));
            assertEquals("answered", rows.getString("outcome"));
        }
    }

    @Test
    void bringsAFileOfTheFirstVersionToThisOne() throws Exception {
        firstVersionWritesOne();
        try (Ledger ledger = open()) {
            ledger.book(Attempts.answered("new.1", NOON.plusSeconds(1)));
            List<Entry> entries = entries(ledger);
            assertEquals(
                    List.of("old.1", "new.1"),
                    entries.stream().map(Entry::attempt).toList());
            assertEquals("", entries.getFirst().rotation());
            assertEquals(Entry.Reserved.NONE, entries.getFirst().reserved());
            assertEquals(15, entries.getFirst().tokensUsed());
        }
        try (Connection connection = Database.connect(file, true)) {
            assertEquals(Schema.VERSION, Schema.number(connection, "PRAGMA user_version"));
        }
    }

    @Test
    void readsAFileOfTheFirstVersionBeforeAnythingIsBooked() throws Exception {
        firstVersionWritesOne();
        try (Ledger ledger = open()) {
            assertEquals(1, entries(ledger).size());
        }
        try (Ledger ledger = open()) {
            assertEquals(1, entries(ledger).size());
        }
    }

    @Test
    void keepsTheRotationAndWhatWasReserved() {
        Entry entry = Attempts.answered("a.1", NOON);
        try (Ledger ledger = open()) {
            ledger.book(entry);
            assertEquals(List.of(entry), entries(ledger));
        }
    }

    @Test
    void takesWhatNobodyCountedForWhatWasReserved() {
        Entry cut = Attempts.of("a.1", NOON, "", "p", Entry.ABANDONED, OptionalLong.of(50), Certainty.UNDERESTIMATE);
        Entry whole = Attempts.of("a.2", NOON, "", "p", Entry.ANSWERED, OptionalLong.of(50), Certainty.EXACT);
        assertEquals(List.of(4_196L, 9_000L), List.of(cut.tokensUsed(), cut.microUsdUsed()));
        assertEquals(List.of(120L, 50L), List.of(whole.tokensUsed(), whole.microUsdUsed()));
    }
}
