// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static io.aisbf.runtime.ledger.Attempts.NOON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.ledger.Ledger.Question;
import io.aisbf.runtime.ledger.Ledger.State.Condition;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, somebody else's, newer, or cannot be written. */
class LedgerTroubleTest {
    private static final Question ALL = new Question(Instant.MIN, Instant.MAX, Set.of());

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void choosesAFile() {
        file = folder.resolve("aisbf.db");
    }

    private SqliteLedger open() {
        return (SqliteLedger)
                SqliteLedger.open(file, Duration.ofDays(30), 1L << 30, InstantSource.fixed(NOON.plusSeconds(3600)));
    }

    private void sql(String... lines) throws SQLException {
        try (Connection connection = Database.connect(file, false);
                Statement statement = connection.createStatement()) {
            for (String line : lines) {
                statement.execute(line);
            }
        }
    }

    private List<Path> aside() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(one -> one.getFileName().toString().startsWith("aisbf.db.corrupt-"))
                    .toList();
        }
    }

    private static long count(Ledger ledger) {
        return ledger.usage(ALL).getFirst().attempts();
    }

    @Test
    void sharesTheFileOf032() throws Exception {
        sql("CREATE TABLE token_usage (id INTEGER)", "INSERT INTO token_usage VALUES (7)");
        try (SqliteLedger ledger = open()) {
            ledger.book(Attempts.answered("a.1", NOON));
            assertEquals(1, count(ledger));
        }
        try (Connection connection = Database.connect(file, true)) {
            assertEquals(7, Schema.number(connection, "SELECT id FROM token_usage"));
        }
    }

    @Test
    void leavesTheFileOfAnotherProgramAlone() throws Exception {
        sql("CREATE TABLE pictures (id INTEGER)", "PRAGMA application_id = 42");
        byte[] before = Files.readAllBytes(file);
        try (SqliteLedger ledger = open()) {
            ledger.book(Attempts.answered("a.1", NOON));
            LedgerException refused = assertThrows(LedgerException.class, () -> count(ledger));
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("another program (application 42, tables pictures)"));
            assertEquals(Condition.REFUSED, ledger.state().condition());
            ledger.book(Attempts.answered("a.2", NOON));
            assertEquals(2, ledger.lost());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void leavesATableOfItsOwnNameAloneThatIsNotItsOwn() throws Exception {
        sql("CREATE TABLE attempts (id INTEGER)", "CREATE TABLE token_usage (id INTEGER)");
        try (SqliteLedger ledger = open()) {
            assertThrows(LedgerException.class, () -> count(ledger));
            assertEquals(Condition.REFUSED, ledger.state().condition());
        }
    }

    @Test
    void refusesWhatANewerOneWrote() throws Exception {
        sql("PRAGMA application_id = " + Schema.APPLICATION, "PRAGMA user_version = 99");
        try (SqliteLedger ledger = open()) {
            LedgerException refused = assertThrows(LedgerException.class, () -> count(ledger));
            assertTrue(String.valueOf(refused.getMessage()).contains("written by a newer AISBF (its schema is 99"));
        }
    }

    @Test
    void movesAsideWhatIsNoDatabase() throws Exception {
        Files.writeString(file, "dear diary\n".repeat(1_000));
        try (SqliteLedger ledger = open()) {
            ledger.book(Attempts.answered("a.1", NOON));
            assertEquals(1, count(ledger));
            assertEquals(Condition.WRITING, ledger.state().condition());
        }
        assertEquals(List.of(folder.resolve("aisbf.db.corrupt-2026-11-22T130000Z")), aside());
    }

    @Test
    void movesAsideWhatIsFoundDamagedByAReader() throws Exception {
        try (SqliteLedger ledger = open()) {
            for (int i = 0; i < 20_000; i++) {
                ledger.book(Attempts.answered("a." + i, NOON.plusMillis(i)));
            }
        }
        damage();
        try (SqliteLedger ledger = open()) {
            assertThrows(LedgerException.class, () -> count(ledger));
            ledger.book(Attempts.answered("b.1", NOON));
            assertEquals(1, count(ledger));
        }
        assertEquals(1, aside().size());
    }

    /** Overwrites pages in the middle of it. */
    private void damage() throws Exception {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2 / 4096 * 4096);
            bytes.write(new byte[40_960]);
        }
    }

    @Test
    void takesAnEmptyFile() throws Exception {
        Files.createFile(file);
        try (SqliteLedger ledger = open()) {
            ledger.book(Attempts.answered("a.1", NOON));
            assertEquals(1, count(ledger));
        }
    }

    @Test
    void keepsRowsInMemoryWhileTheFileCannotBeMade() throws Exception {
        // given
        Path inTheWay = folder.resolve("folder");
        Files.writeString(inTheWay, "");
        file = inTheWay.resolve("aisbf.db");
        try (SqliteLedger ledger = open()) {
            // when
            ledger.book(Attempts.answered("a.1", NOON));
            LedgerException failure = assertThrows(LedgerException.class, () -> count(ledger));
            // then
            assertTrue(String.valueOf(failure.getMessage()).contains(file.toString()));
            assertEquals(Condition.FAILING, ledger.state().condition());
            Files.delete(inTheWay);
            awaitWriting(ledger);
            assertEquals(1, count(ledger));
            assertEquals(0, ledger.lost());
        }
    }

    private static void awaitWriting(SqliteLedger ledger) {
        for (int tries = 0; tries < 10 && ledger.state().condition() != Condition.WRITING; tries++) {
            try {
                ledger.awaitCommitted();
            } catch (LedgerException e) {
                // Tried again a second later.
            }
        }
        assertEquals(Condition.WRITING, ledger.state().condition());
    }

    @Test
    void countsWhatItCouldNotKeepAtTheEnd() throws Exception {
        Path inTheWay = folder.resolve("folder");
        Files.writeString(inTheWay, "");
        file = inTheWay.resolve("aisbf.db");
        SqliteLedger ledger = open();
        ledger.book(Attempts.answered("a.1", NOON));
        ledger.close();
        ledger.book(Attempts.answered("a.2", NOON));
        assertEquals(2, ledger.lost());
    }

    @Test
    void losesWhatDoesNotFitAndSaysSo() throws Exception {
        Path inTheWay = folder.resolve("folder");
        Files.writeString(inTheWay, "");
        file = inTheWay.resolve("aisbf.db");
        try (SqliteLedger ledger = open()) {
            Entry entry = Attempts.answered("a.1", NOON);
            for (int i = 0; i < 150_000; i++) {
                ledger.book(entry);
            }
            assertTrue(ledger.lost() > 40_000 && ledger.lost() <= 50_000, () -> ledger.lost() + " lost");
        }
    }

    @Test
    void namesTheFullDisk() {
        SQLException full = new SQLException("[SQLITE_FULL]", "", 13);
        assertTrue(Trouble.words(file, full).contains(file + ": the disk is full; make room on it"));
    }
}
