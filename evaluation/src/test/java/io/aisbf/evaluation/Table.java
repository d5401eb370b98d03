// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Figures in rows and columns, to be printed as Markdown.
 *
 * @param title what is measured, over what
 * @param columns the heads, the first of them that of the rows' names
 * @param rows cells, as many as there are columns
 * @param note what must be known to read it: the data, the split, what was left out; may be empty
 */
public record Table(String title, List<String> columns, List<List<String>> rows, String note) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(title + ": " + row + " is not a row of " + columns);
            }
        }
    }

    /** A table without rows, for a measurement that could not be made. */
    public static Table without(String title, String reason) {
        return new Table(title, List.of("not measured"), List.of(), reason);
    }

    /** This table with a row more. */
    public Table row(String name, Object... cells) {
        List<List<String>> more = new ArrayList<>(rows);
        List<String> row = new ArrayList<>();
        row.add(name);
        for (Object cell : cells) {
            row.add(cell instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : cell.toString());
        }
        more.add(row);
        return new Table(title, columns, more, note);
    }

    /** A share as percent with one decimal. */
    public static String percent(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f", 100.0 * part / whole);
    }

    /** Markdown, with a heading. */
    public String markdown() {
        StringBuilder text = new StringBuilder("### " + title + "\n\n");
        if (!rows.isEmpty()) {
            line(text, columns);
            line(text, Collections.nCopies(columns.size(), "---"));
            rows.forEach(row -> line(text, row));
            text.append('\n');
        }
        return note.isEmpty()
                ? text.toString()
                : text.append(note).append("\n\n").toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
