// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.speed;

import io.aisbf.evaluation.Exhibit;
import io.aisbf.evaluation.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What fitting adds to a call: next to nothing where nothing is done, little where all is known, bounded at first. */
public final class SpeedExhibit implements Exhibit {
    private static final int PERCENT = 80;
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    @Override
    public String title() {
        return "C8 speed";
    }

    @Override
    public List<Table> tables() throws IOException, InterruptedException {
        Table table = new Table(
                "Time added to a call, in ms",
                List.of("case", "p50", "p99", "worst", "calls", "target"),
                List.of(),
                "A request read anew from its bytes; the processor's time of the one thread that does it, after"
                        + " warming up. Chain: " + Stand.chain() + ".");
        for (int tokens : new int[] {1_000, 25_000, 120_000}) {
            Stand stand = new Stand(200_000, PERCENT);
            String name = "below the threshold, " + tokens + " tokens";
            table = row(table, name, stand.repeated(tokens, 300), "p99 <= 0.2");
        }
        table = row(
                table,
                "condensed, 32,000 tokens, a turn more each time",
                new Stand(32_000, PERCENT).growing(),
                "p50 <= 3, p99 <= 15");
        table = row(
                table, "condensed, 200,000 tokens, a turn more each time", new Stand(200_000, PERCENT).growing(), "");
        table = row(table, "200,000 tokens, nothing known of it", Stand.cold(200_000, 12), "<= 300");
        return List.of(table);
    }

    private static Table row(Table table, String name, List<Long> nanos, String target) {
        List<Long> sorted = new ArrayList<>(nanos);
        sorted.sort(null);
        return table.row(name, at(sorted, HALF), at(sorted, NEARLY_ALL), at(sorted, 1), sorted.size(), target);
    }

    private static String at(List<Long> sorted, double share) {
        int place = (int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1);
        return String.format(Locale.ROOT, "%.3f", sorted.get(Math.max(0, place)) / 1e6);
    }
}
