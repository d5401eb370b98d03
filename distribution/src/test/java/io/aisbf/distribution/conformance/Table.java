// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small table of the page: what else is asked of providers besides answers. Filled and read by one thread. */
final class Table {
    private final String title;
    private final String words;
    private final List<String> columns;
    private final Map<String, List<String>> rows = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Table(String title, String words, List<String> columns) {
        this.title = title;
        this.words = words;
        this.columns = List.copyOf(columns);
    }

    /** How a cell comes to its mark; throws {@link AssertionError} where it is not as it should be. */
    interface Asking {
        String mark() throws IOException, InterruptedException;
    }

    /** Fills the next cell of a row. */
    void fill(String row, Asking asking) {
        List<String> marks = rows.computeIfAbsent(row, _ -> new ArrayList<>());
        String place = row + ", " + columns.get(marks.size()) + ": ";
        try {
            marks.add(asking.mark());
        } catch (IOException | AssertionError | RuntimeException e) {
            problems.add(place + e);
            marks.add("?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problems.add(place + "interrupted");
            marks.add("?");
        }
    }

    String title() {
        return title;
    }

    /** What is wrong, a line each. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** The table as the page shows it. */
    String page() {
        StringBuilder page = new StringBuilder("\n## " + title + "\n\n" + words + "\n\n| | ");
        page.append(String.join(" | ", columns)).append(" |\n|---");
        page.append("|---".repeat(columns.size())).append("|\n");
        rows.forEach((row, marks) -> page.append("| ")
                .append(row)
                .append(" | ")
                .append(String.join(" | ", marks))
                .append(" |\n"));
        return page.toString();
    }

    /** Throws an {@link AssertionError} where something does not hold. */
    static void need(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** {@return the body of an answer that has to be a good one} */
    static String good(Exchange.Reply reply) {
        need(reply.status() == 200, "a 200, got " + reply.status() + " " + reply.body());
        need(reply.lossy().isEmpty(), "nothing is lost, got " + reply.lossy());
        return reply.body();
    }
}
