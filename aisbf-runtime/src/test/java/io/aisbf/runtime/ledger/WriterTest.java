// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer does with what it took while its file turned out to be damaged. */
class WriterTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final long TEN_SECONDS = Duration.ofSeconds(10).toNanos();

    @TempDir
    private Path folder;

    private Writer writer(LedgerPlace place, BlockingQueue<Item> queue) {
        InstantSource clock = InstantSource.fixed(NOON);
        return new Writer(place, queue, new Bounds(Duration.ofDays(30), 1L << 30, clock), clock, lost -> {});
    }

    @Test
    void putsIntoTheNewFileAtOnceWhatItTookTogetherWithTheSuspicionOfTheOld() throws Exception {
        Path file = folder.resolve("aisbf.db");
        fillAndDamage(file);
        BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
        Writer writer = writer(new LedgerPlace(file), queue);
        Item.Mark mark = new Item.Mark();
        writer.suspect();
        queue.add(new Item.Row(Attempts.answered("b.1", NOON)));
        queue.add(mark);
        Thread thread = Thread.ofPlatform().daemon().start(writer);
        assertTrue(mark.await(TEN_SECONDS), "nobody wrote it");
        assertEquals("", mark.problem());
        writer.end();
        thread.join(Duration.ofSeconds(10));
        try (Connection connection = Database.connect(file, true)) {
            assertEquals(1, Schema.number(connection, "SELECT count(*) FROM attempts"));
        }
    }

    private void fillAndDamage(Path file) throws Exception {
        BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
        Writer writer = writer(new LedgerPlace(file), queue);
        for (int i = 0; i < 20_000; i++) {
            queue.add(new Item.Row(Attempts.answered("a." + i, NOON.plusMillis(i))));
        }
        writer.end();
        writer.run();
        emptyLog(file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(bytes.length() / 2 / 4096 * 4096);
            bytes.write(new byte[40_960]);
        }
    }

    private static void emptyLog(Path file) throws SQLException {
        try (Connection connection = Database.connect(file, false);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}
