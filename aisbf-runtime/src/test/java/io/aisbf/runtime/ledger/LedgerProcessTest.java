// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.Usage;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** The ledger in a process of its own: what is left of it when that is killed, and what it loads before it is used. */
@Timeout(240)
class LedgerProcessTest {
    private static final int KILLS = 20;

    @TempDir
    private Path folder;

    private Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath()));
        command.addAll(options);
        command.add(Booking.class.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    /** Where the classes of this test, of the ledger and of SQLite come from, modules or not. */
    private static String classPath() {
        Set<String> places = new HashSet<>();
        for (Class<?> one : List.of(Booking.class, SqliteLedger.class, Usage.class, JDBC.class)) {
            places.add(Path.of(URI.create(one.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toString()))
                    .toString());
        }
        places.add(System.getProperty("java.class.path"));
        places.add(System.getProperty("jdk.module.path", ""));
        return String.join(System.getProperty("path.separator"), places);
    }

    @Test
    void keepsEveryAcknowledgedAttemptOnceThroughKills() throws Exception {
        Random random = new Random(5);
        Set<String> acknowledged = new HashSet<>();
        Path file = folder.resolve("aisbf.db");
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(bookAndKill(file, "run" + kill, 1 + random.nextInt(3_000)));
        }
        try (Connection connection = Database.connect(file, false);
                Statement statement = connection.createStatement()) {
            try (ResultSet verdict = statement.executeQuery("PRAGMA integrity_check")) {
                assertTrue(verdict.next());
                assertEquals("ok", verdict.getString(1));
            }
            Map<String, Integer> kept = new HashMap<>();
            try (ResultSet rows = statement.executeQuery("SELECT attempt FROM attempts")) {
                while (rows.next()) {
                    kept.merge(rows.getString(1), 1, Integer::sum);
                }
            }
            assertEquals(
                    List.of(),
                    acknowledged.stream().filter(one -> !kept.containsKey(one)).toList());
            assertTrue(kept.values().stream().allMatch(times -> times == 1), "some are there twice");
        }
    }

    /** Kills it when it has acknowledged so many; those acknowledged until it was dead. */
    private List<String> bookAndKill(Path file, String name, int after) throws IOException, InterruptedException {
        Process process = start(List.of(), "forever", file.toString(), name);
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            while (line != null) {
                lines.add(line);
                if (lines.size() == after) {
                    // Not by the process itself, which would close what is still to be read.
                    process.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        // Its end closes what it writes to before the file of the ledger.
        process.waitFor();
        assertTrue(lines.size() >= after, () -> "only " + lines.size() + " were kept");
        // The last line may have been cut off.
        return lines.subList(0, lines.size() - 1);
    }

    @Test
    void loadsNothingOfSqliteBeforeItIsUsed() throws Exception {
        String idle = loaded("leave", folder.resolve("idle.db"));
        assertTrue(idle.contains(SqliteLedger.class.getName()));
        assertFalse(idle.contains("org.sqlite"));
        assertFalse(folder.resolve("idle.db").toFile().exists());
        assertTrue(loaded("once", folder.resolve("used.db")).contains("org.sqlite"));
    }

    private String loaded(String what, Path file) throws Exception {
        Process process = start(List.of("-Xlog:class+load:stdout"), what, file.toString());
        try (BufferedReader out = process.inputReader()) {
            String all = String.join("\n", out.lines().toList());
            assertEquals(0, process.waitFor());
            return all;
        }
    }
}
