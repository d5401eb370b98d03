// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Counts what passed by SDK and provider. The name of a test of the matrix begins with {@code SDK > PROVIDER:}. Safe
 * for any thread.
 */
public final class Summary {
    private record Pair(String sdk, String provider) {}

    private static final class Score {
        private int passed;
        private int all;
    }

    private final Map<String, Map<String, Score>> scores = new TreeMap<>();

    /** Counts one test. */
    public synchronized void add(String test, boolean passed) {
        int arrow = test.indexOf(" > ");
        int colon = test.indexOf(": ", Math.max(arrow, 0));
        if (arrow < 0 || colon < 0) {
            return;
        }
        Pair pair = new Pair(test.substring(0, arrow), test.substring(arrow + 3, colon));
        Score score =
                scores.computeIfAbsent(pair.sdk, _ -> new TreeMap<>()).computeIfAbsent(pair.provider, _ -> new Score());
        score.all++;
        score.passed += passed ? 1 : 0;
    }

    /** Prints the table, and writes it next to the reports. */
    public synchronized void tell(String file) throws IOException {
        Files.writeString(Path.of("target", file), this.toString());
        IO.println(this);
    }

    @Override
    public synchronized String toString() {
        Set<String> providers = scores.values().stream()
                .flatMap(row -> row.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder table = new StringBuilder(line("", providers.stream().toList()));
        scores.forEach((sdk, row) -> table.append(line(
                sdk,
                providers.stream()
                        .map(row::get)
                        .map(score -> score == null ? "-" : score.passed + "/" + score.all)
                        .toList())));
        return table.toString();
    }

    private static String line(String first, Iterable<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-48s", first));
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, " %16s", cell)));
        return line.append('\n').toString();
    }
}
