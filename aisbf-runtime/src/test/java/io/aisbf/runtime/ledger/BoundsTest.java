// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static io.aisbf.runtime.ledger.Attempts.NOON;
import static io.aisbf.runtime.limits.Actual.Certainty.EXACT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the ledger is kept within an age and a size. */
class BoundsTest {
    @TempDir
    private Path folder;

    private LedgerPlace place;
    private Instant now = NOON;

    @BeforeEach
    void choosesAFile() {
        place = new LedgerPlace(folder.resolve("aisbf.db"));
    }

    private Bounds bounds(Duration keep, long maxBytes) {
        InstantSource clock = () -> now;
        return new Bounds(keep, maxBytes, clock);
    }

    private Database open() throws Exception {
        return Database.open(place, now);
    }

    private static void add(Database database, int many, Instant from, Duration apart) throws Exception {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Instant at = from.plus(apart.multipliedBy(i));
            entries.add(Attempts.answered(at.toEpochMilli() + "." + i, at));
        }
        database.add(entries);
    }

    private static int settle(Bounds bounds, Database database) throws Exception {
        int steps = 0;
        while (bounds.due()) {
            bounds.step(database);
            steps++;
            assertTrue(steps < 1_000, "it does not end");
        }
        return steps;
    }

    private long count() throws Exception {
        try (var connection = Database.connect(place.file(), true)) {
            return Schema.number(connection, "SELECT count(*) FROM attempts");
        }
    }

    @Test
    void dropsWhatIsTooOldAndNothingElse() throws Exception {
        try (Database database = open()) {
            add(database, 100, NOON.minus(Duration.ofHours(99)), Duration.ofHours(1));
            settle(bounds(Duration.ofHours(10), 1L << 30), database);
            assertEquals(NOON.minus(Duration.ofHours(10)).toEpochMilli(), database.oldest());
            assertEquals(11, count());
        }
    }

    @Test
    void looksAgainAfterAnHourAndNotBefore() throws Exception {
        try (Database database = open()) {
            Bounds bounds = bounds(Duration.ofHours(10), 1L << 30);
            add(database, 1, NOON.minus(Duration.ofHours(10)), Duration.ZERO);
            settle(bounds, database);
            now = NOON.plus(Duration.ofMinutes(59));
            settle(bounds, database);
            assertEquals(1, count());
            now = NOON.plus(Duration.ofMinutes(60));
            settle(bounds, database);
            assertEquals(0, count());
        }
    }

    @Test
    void isNotPutToSleepByAClockThatIsPutBack() throws Exception {
        try (Database database = open()) {
            Bounds bounds = bounds(Duration.ofHours(10), 1L << 30);
            now = NOON.plus(Duration.ofDays(3650));
            settle(bounds, database);
            now = NOON;
            assertTrue(bounds.due());
        }
    }

    @Test
    void dropsTheOldestDaysWholeUntilTheRestFits() throws Exception {
        try (Database database = open()) {
            add(database, 10_000, NOON.minus(Duration.ofDays(10)), Duration.ofSeconds(86));
            long before = database.bytes();
            settle(bounds(Duration.ofDays(30), before / 2), database);
            assertTrue(database.bytes() <= before / 2, () -> "more than " + before / 2);
            assertTrue(database.bytes() > before / 3, "more was dropped than had to be");
            assertEquals(0, Math.floorMod(database.oldest(), Grouping.DAY) / 86_000);
        }
    }

    @Test
    void dropsTheOldestHoursOfTodayWhenOnlyTodayIsLeft() throws Exception {
        try (Database database = open()) {
            add(database, 10_000, NOON.minus(Duration.ofHours(11)), Duration.ofMillis(3_960));
            long before = database.bytes();
            settle(bounds(Duration.ofDays(30), before / 2), database);
            assertTrue(database.bytes() <= before / 2, () -> "more than " + before / 2);
            assertEquals(0, Math.floorMod(database.oldest(), Grouping.HOUR) / 3_960);
        }
    }

    @Test
    void forgetsTheCircumstancesOfWhatItDropsOnceTheyAreMany() throws Exception {
        try (Database database = open()) {
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 10_001; i++) {
                entries.add(Attempts.of(
                        "old." + i, NOON.minusSeconds(90_000), "", "p" + i, "answered", OptionalLong.empty(), EXACT));
            }
            entries.add(Attempts.answered("new.1", NOON));
            database.add(entries);
            assertEquals(10_002, circumstances());
            settle(bounds(Duration.ofDays(1), 1L << 30), database);
            assertEquals(1, circumstances());
            database.add(List.of(
                    Attempts.of("new.2", NOON, "", "p7", "answered", OptionalLong.empty(), EXACT),
                    Attempts.answered("new.3", NOON)));
            assertEquals(3, count());
            assertEquals(2, circumstances());
        }
    }

    @Test
    void losesNoAttemptWhoseCircumstancesAnotherGatewayForgot() throws Exception {
        try (Database database = open();
                var other = Database.connect(place.file(), false);
                var statement = other.createStatement()) {
            database.add(List.of(Attempts.answered("old.1", NOON)));
            statement.executeUpdate("DELETE FROM booked");
            statement.executeUpdate("DELETE FROM circumstances");
            database.add(List.of(Attempts.answered("new.1", NOON)));
            assertEquals(1, count());
            assertEquals(1, circumstances());
        }
    }

    private long circumstances() throws Exception {
        try (var connection = Database.connect(place.file(), true)) {
            return Schema.number(connection, "SELECT count(*) FROM circumstances");
        }
    }

    @Test
    void neverDropsTheHourThatIsUnderWay() throws Exception {
        try (Database database = open()) {
            add(database, 10_000, NOON, Duration.ofMillis(100));
            now = NOON.plusSeconds(1_800);
            settle(bounds(Duration.ofDays(30), 10_000), database);
            assertEquals(10_000, count());
        }
    }

    @Test
    void worksInSmallStepsAndGivesTheRoomBack() throws Exception {
        try (Database database = open()) {
            add(database, 50_000, NOON.minus(Duration.ofDays(100)), Duration.ofSeconds(1));
        }
        long full = Files.size(place.file());
        try (Database database = open()) {
            int steps = settle(bounds(Duration.ofDays(30), 1L << 30), database);
            assertTrue(steps > 25, () -> steps + " steps");
        }
        assertEquals(0, count());
        long empty = Files.size(place.file());
        assertTrue(empty < full / 10, () -> full + " bytes became " + empty);
    }

    @Test
    void dropsManyOfOneMillisecond() throws Exception {
        try (Database database = open()) {
            add(database, 9_000, NOON.minus(Duration.ofDays(2)), Duration.ZERO);
            settle(bounds(Duration.ofDays(1), 1L << 30), database);
            assertEquals(0, count());
        }
    }

    @Test
    void isDoneByTheLedgerItself() throws Exception {
        try (Database database = open()) {
            add(database, 5_000, NOON.minus(Duration.ofDays(100)), Duration.ofSeconds(1));
        }
        try (SqliteLedger ledger =
                (SqliteLedger) SqliteLedger.open(place.file(), Duration.ofDays(30), 1L << 30, () -> NOON)) {
            ledger.book(Attempts.answered("new.1", NOON));
            long left = Long.MAX_VALUE;
            for (int tries = 0; tries < 1_000 && left > 1; tries++) {
                ledger.awaitCommitted();
                left = count();
            }
            assertEquals(1, left);
        }
    }
}
