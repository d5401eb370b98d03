// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.limits.Meter.Served;
import io.aisbf.distribution.limits.Mortal.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gateways and the Redis they share are killed at random moments under load, as {@code kill -9} does; then their ledgers
 * and limits are held against the upstream's own count. Each call asks for a model of its own name, by which its row is
 * told. {@code -Daisbf.killed.seeds=100} for a hundred runs, {@code -Daisbf.killed.first} for the number of the first.
 *
 * <p>Limits are closed while Redis is away: shares of them do not know what others used before.
 */
@Tag("alone")
@Timeout(240)
class KilledIT {
    /**
     * Rows gather for 20 ms; what a sync of the disk takes then is up to a machine that is busy killing and starting, and
     * so this and a few times what the test's own file takes at its worst.
     */
    private static final long COMMIT = TimeUnit.MILLISECONDS.toNanos(500);

    private static final int TIMES_WORST = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static LongStream seeds() {
        long first = Long.getLong("aisbf.killed.first", 1);
        return LongStream.range(first, first + Integer.getInteger("aisbf.killed.seeds", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theBooksStayTrueWhoeverIsKilled(long seed, @TempDir Path folder) throws Exception {
        long start = System.nanoTime();
        try (Killing run = new Killing(seed, folder)) {
            run.ask();
            run.load();
            long leases = awaitLeases(run);
            run.ask();
            assertEquals(List.of(), run.wrong());
            awaitLeases(run);
            long used = run.limit(run.nodes().getFirst()).path("used").asLong();
            run.stop();

            Map<String, Row> rows = rows(run);
            long taken = exactAsCounted(rows, run.meter().served());
            List<Long> missing = missing(run, rows);
            withinTheLimit(run, used, taken);
            System.out.println(
                    "killed, seed " + seed + ": " + run + "; " + words(rows.values(), missing) + "; used " + used
                            + ", by the ledgers " + taken + "; slowest write " + millis(run.slowestWrite())
                            + " ms; leases over after " + millis(leases) + " ms; "
                            + millis(System.nanoTime() - start) + " ms in all");
        }
    }

    private static String words(Collection<Row> rows, List<Long> missing) {
        return "rows " + rows.size() + ", exact "
                + rows.stream().filter(Row::exact).count() + "; missing " + missing.size() + ", by ms before the kill "
                + missing.stream().map(KilledIT::millis).toList();
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** By the upstream's count no more than the limit was ever allowed; nor by Redis's, and it has forgotten nothing. */
    private static void withinTheLimit(Killing run, long used, long taken) {
        assertTrue(run.meter().peak() <= run.limit(), run.meter().peak() + " of " + run.limit() + " by the upstream");
        assertTrue(used <= run.limit(), used + " of " + run.limit() + " by Redis");
        assertTrue(used >= taken, "Redis knows of " + used + " tokens, the ledgers of " + taken);
        assertTrue(used >= run.meter().output() + run.meter().input(), "Redis has forgotten some: " + used);
        assertTrue(
                run.received().size() > 20,
                "hardly anybody was answered: " + run.received().size());
    }

    /** Waits until nothing is reserved any more, by each gateway; says how long that took. */
    private static long awaitLeases(Killing run) throws Exception {
        long start = System.nanoTime();
        for (Mortal node : run.nodes()) {
            JsonNode limit = run.limit(node);
            while (limit.path("reserved").asLong(-1) != 0) {
                assertTrue(
                        System.nanoTime() - start < Killing.LEASE.plus(PATIENCE).toNanos(),
                        "reserved beyond its lease, or not known: " + limit);
                Killing.pause(20);
                limit = run.limit(node);
            }
        }
        return System.nanoTime() - start;
    }

    /** All rows of all ledgers, by the model that the call asked for: one attempt each. */
    private static Map<String, Row> rows(Killing run) throws Exception {
        Map<String, Row> rows = new HashMap<>();
        for (Mortal node : run.nodes()) {
            for (Row row : node.rows()) {
                Row other = rows.putIfAbsent(row.model(), row);
                assertEquals(null, other, "booked twice");
            }
        }
        assertEquals(
                rows.size(), rows.values().stream().map(Row::attempt).distinct().count(), "names twice");
        return rows;
    }

    /** Holds rows against what the upstream counted; says how many tokens they stand for. */
    private static long exactAsCounted(Map<String, Row> rows, Map<String, Served> served) {
        long sum = 0;
        for (Row row : rows.values()) {
            Served counted = served.getOrDefault(row.model(), new Served(0, 0, 0));
            assertTrue(counted.asked() <= 1, "asked twice: " + row);
            if (row.exact()) {
                assertEquals(1, counted.asked(), "nobody was asked: " + row);
                assertEquals(counted.input(), row.input(), row.toString());
                assertEquals(counted.output(), row.output(), row.toString());
                assertEquals(counted.output() > 0, row.outcome().equals("answered"), row.toString());
                sum += row.input() + row.output();
            } else {
                assertFalse(row.outcome().equals("answered"), "its usage was told: " + row);
                assertTrue(row.reserved() >= counted.input() + counted.output(), counted + " and " + row);
                sum += Math.max(row.reserved(), row.input() + row.output());
            }
        }
        return sum;
    }

    /**
     * For how long before the kill those answers were received that no ledger knows of, in nanoseconds: none where nobody
     * was killed, and none that had the time of a commit.
     */
    private static List<Long> missing(Killing run, Map<String, Row> rows) {
        List<Long> missing = new ArrayList<>();
        for (Killing.Received whole : run.received()) {
            Row row = rows.get(whole.model());
            if (row == null) {
                missing.add(whole.life().after(whole.at()));
            } else {
                assertTrue(row.exact(), "it was received in full: " + row);
            }
        }
        long worst = run.slowestWrite();
        assertTrue(
                missing.stream().allMatch(before -> before < COMMIT + TIMES_WORST * worst),
                () -> "no ledger knows of answers that were received so many nanoseconds before a kill: " + missing
                        + "; the slowest write of the test's own took " + worst);
        long each = 1 + worst / Killing.HELD.toNanos();
        assertTrue(
                missing.size() <= Killing.KILLS * Killing.CLIENTS * each,
                () -> "more than " + each + " that each client can have heard within a commit: " + missing);
        return missing;
    }
}
