// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Goes through modes, a few at a time, and prints what became of the calls. */
public final class Survey {
    private static final int MODES_AT_ONCE = 4;
    private static final int WORKERS = 8;
    private static final Path REPORT = Path.of("target", "survival.md");

    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private Survey() {}

    /** {@return a tally for each mode}, in their order; 32 calls are under way at a time */
    public static List<Tally> of(Bed bed, List<Mode> modes, int callsEach) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(MODES_AT_ONCE)) {
            List<Future<Tally>> running = new ArrayList<>();
            for (Mode mode : modes) {
                running.add(threads.submit(() -> bed.run(mode, callsEach, WORKERS)));
            }
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> one : running) {
                tallies.add(one.get());
            }
            return tallies;
        }
    }

    /** {@return a table in Markdown} */
    public static String table(String title, List<Tally> tallies) {
        StringBuilder table = new StringBuilder("\n## " + title + "\n\n" + Tally.head() + "\n");
        tallies.forEach(tally -> table.append(tally.row()).append('\n'));
        return table.toString();
    }

    /** Adds a table to {@code target/survival.md}, which each run begins anew. */
    public static void print(String title, List<Tally> tallies) {
        String table = table(title, tallies);
        try {
            Files.writeString(
                    REPORT,
                    table,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    BEGUN.getAndSet(true) ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
