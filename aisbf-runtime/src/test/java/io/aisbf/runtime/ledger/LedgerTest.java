// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static io.aisbf.runtime.ledger.Attempts.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.runtime.ledger.Ledger.By;
import io.aisbf.runtime.ledger.Ledger.Question;
import io.aisbf.runtime.ledger.Ledger.Sum;
import io.aisbf.runtime.limits.Actual.Certainty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every ledger answers, in a file and in memory, and what the file keeps. */
class LedgerTest {
    private static final Question ALL = new Question(Instant.MIN, Instant.MAX, Set.of());

    @TempDir
    private Path folder;

    /** Where a ledger keeps what it is told. */
    enum Kind {
        FILE,
        MEMORY
    }

    private Ledger open(Kind kind) {
        return switch (kind) {
            case FILE -> file();
            case MEMORY -> new MemoryLedger();
        };
    }

    private Ledger file() {
        return SqliteLedger.open(
                folder.resolve("aisbf.db"), Duration.ofDays(30), 1L << 30, InstantSource.fixed(NOON.plusSeconds(7200)));
    }

    private static List<Entry> entries(Ledger ledger, Instant from) {
        List<Entry> entries = new ArrayList<>();
        ledger.since(from, entries::add);
        return entries;
    }

    private static void bookSome(Ledger ledger) {
        OptionalLong free = OptionalLong.empty();
        ledger.book(Attempts.answered("a.1", NOON));
        ledger.book(
                Attempts.of("a.2", NOON.plusSeconds(1), "alice", "google", "RATE_LIMITED", free, Certainty.NOTHING));
        ledger.book(Attempts.of(
                "b.1",
                NOON.plusSeconds(3600),
                "bob",
                "google",
                "abandoned",
                OptionalLong.of(7),
                Certainty.UNDERESTIMATE));
    }

    @ParameterizedTest
    @EnumSource
    void sumsUpEverything(Kind kind) {
        try (Ledger ledger = open(kind)) {
            bookSome(ledger);
            assertEquals(
                    List.of(new Sum(List.of(), 3, 1, 300, 120, 60, 15, OptionalLong.of(1_507), 1, 1)),
                    ledger.usage(ALL));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsSumsApart(Kind kind) {
        Sum alice = new Sum(List.of("alice", "2026-11-22T12:00Z"), 2, 1, 200, 80, 40, 10, OptionalLong.of(1_500), 1, 0);
        Sum bob = new Sum(List.of("bob", "2026-11-22T13:00Z"), 1, 0, 100, 40, 20, 5, OptionalLong.of(7), 0, 1);
        try (Ledger ledger = open(kind)) {
            bookSome(ledger);
            assertEquals(
                    List.of(alice, bob),
                    ledger.usage(new Question(Instant.MIN, Instant.MAX, Set.of(By.HOUR, By.CLIENT))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsThemApartByEverythingAtOnce(Kind kind) {
        try (Ledger ledger = open(kind)) {
            bookSome(ledger);
            List<Sum> sums = ledger.usage(new Question(NOON, NOON.plusSeconds(1), EnumSet.allOf(By.class)));
            List<String> group = List.of(
                    "alice", "openai", "first", "gpt-5-mini", "fast", "2026-11-22T12:00Z", "2026-11-22", "answered");
            assertEquals(List.of(group), sums.stream().map(Sum::group).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysNothingOfCostsThatNobodyKnows(Kind kind) {
        try (Ledger ledger = open(kind)) {
            bookSome(ledger);
            List<Sum> sums = ledger.usage(new Question(NOON.plusSeconds(1), NOON.plusSeconds(2), Set.of(By.DAY)));
            assertEquals(OptionalLong.empty(), sums.getFirst().microUsd());
            assertEquals(1, sums.getFirst().unpriced());
        }
    }

    @ParameterizedTest
    @EnumSource
    void sumsUpNothing(Kind kind) {
        try (Ledger ledger = open(kind)) {
            assertEquals(List.of(new Sum(List.of(), 0, 0, 0, 0, 0, 0, OptionalLong.empty(), 0, 0)), ledger.usage(ALL));
            assertEquals(List.of(), ledger.usage(new Question(Instant.MIN, Instant.MAX, Set.of(By.KEY))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void booksTheSameAttemptOnce(Kind kind) {
        try (Ledger ledger = open(kind)) {
            ledger.book(Attempts.answered("a.1", NOON));
            ledger.book(Attempts.of("a.1", NOON, "bob", "google", "TIMEOUT", OptionalLong.empty(), Certainty.NOTHING));
            assertEquals(List.of(Attempts.answered("a.1", NOON)), entries(ledger, Instant.MIN));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesAttemptsInTheOrderOfTheirBeginnings(Kind kind) {
        try (Ledger ledger = open(kind)) {
            List<Entry> expected = new ArrayList<>();
            for (int i = 999; i >= 0; i--) {
                Entry entry = Attempts.answered("a." + i, NOON.plusMillis(i));
                ledger.book(entry);
                expected.addFirst(entry);
            }
            assertEquals(expected.subList(500, 1000), entries(ledger, NOON.plusMillis(500)));
            assertEquals(
                    expected.subList(501, 1000),
                    entries(ledger, NOON.plusMillis(500).plusNanos(1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnyTextAndAnyFigureWithinReason(Kind kind) {
        try (Ledger ledger = open(kind)) {
            for (String text :
                    List.of("", "'; DROP TABLE attempts; --", "\u0000a", "\uD83D\uDE00", "x".repeat(5_000))) {
                ledger.book(Attempts.of(
                        "t" + text.hashCode(),
                        NOON,
                        text,
                        text,
                        text,
                        OptionalLong.of(Long.MAX_VALUE),
                        Certainty.EXACT));
            }
            List<Entry> entries = entries(ledger, NOON);
            assertEquals(
                    Set.of("", "'; DROP TABLE attempts; --", "\u0000a", "\uD83D\uDE00", "x".repeat(300)),
                    Set.copyOf(entries.stream().map(Entry::client).toList()));
            assertEquals(
                    OptionalLong.of(5_000_000_000_000L),
                    ledger.usage(ALL).getFirst().microUsd());
        }
    }

    @Test
    void keepsWhatWasBookedBeforeItWasClosed() {
        try (Ledger ledger = file()) {
            for (int i = 0; i < 50_000; i++) {
                ledger.book(Attempts.answered("a." + i, NOON.plusMillis(i)));
            }
        }
        try (Ledger ledger = file()) {
            assertEquals(50_000, ledger.usage(ALL).getFirst().attempts());
        }
    }

    @Test
    void keepsAllFieldsAcrossARestart() {
        Entry entry = Attempts.of(
                "a.1", NOON.plusNanos(123), "", "p", "TIMEOUT", OptionalLong.empty(), Certainty.UNDERESTIMATE);
        try (Ledger ledger = file()) {
            ledger.book(entry);
        }
        try (Ledger ledger = file()) {
            assertEquals(List.of(entry), entries(ledger, Instant.MIN));
        }
    }

    @Test
    void isReadableByItsOwnerAlone() throws Exception {
        Path file = folder.resolve("new").resolve("aisbf.db");
        try (SqliteLedger ledger =
                (SqliteLedger) SqliteLedger.open(file, Duration.ofDays(1), 1L << 30, InstantSource.fixed(NOON))) {
            ledger.book(Attempts.answered("a.1", NOON));
            ledger.awaitCommitted();
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
            try (Stream<Path> files = Files.walk(file.getParent()).skip(1)) {
                List<Path> all = files.toList();
                assertTrue(all.size() >= 4, all::toString);
                for (Path one : all) {
                    String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(one));
                    boolean library = one.startsWith(file.resolveSibling("aisbf.db.native"));
                    assertTrue(library || rights.endsWith("------"), () -> one + " " + rights);
                }
            }
        }
    }

    @Test
    void letsTheReadersTroublesThrough() {
        try (Ledger ledger = file()) {
            ledger.book(Attempts.answered("a.1", NOON));
            assertThrows(
                    IllegalStateException.class,
                    () -> ledger.since(NOON, _ -> {
                        throw new IllegalStateException("enough");
                    }));
        }
    }

    @Test
    void memoryForgetsTheOldest() {
        try (Ledger ledger = new MemoryLedger()) {
            for (int i = 0; i < MemoryLedger.KEPT + 5; i++) {
                ledger.book(Attempts.answered("a." + i, NOON.plusMillis(i)));
            }
            assertEquals(MemoryLedger.KEPT, ledger.usage(ALL).getFirst().attempts());
            assertEquals("a.5", entries(ledger, NOON).getFirst().attempt());
        }
    }
}
