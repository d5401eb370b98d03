// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.json;

import io.aisbf.condenser.algorithmic.json.Node.Leaf;
import io.aisbf.condenser.algorithmic.json.Node.Members;
import io.aisbf.condenser.algorithmic.json.Node.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of equal objects as a table: {@code [{"a":1,"b":7},{"a":2,"b":7}]} is {@code
 * {"columns":["a"],"every":{"b":7},"rows":[[1],[2]]}}. Names are said once, and a value that all rows share once for
 * all. Where all rows have an object of equal names under one name, its members are columns too: {@code {"user":
 * ["id","name"]}} stands among the columns, and the row has an array in that place. The result is JSON and loses
 * nothing but white space and the order of the members.
 */
final class Columns {
    /** The names of a table, with quotes. */
    static final String COLUMNS = "\"columns\"";

    /** Members that all rows share. */
    static final String EVERY = "\"every\"";

    /** The rows. */
    static final String ROWS = "\"rows\"";

    private static final int FEWEST_ROWS = 3;

    private Columns() {}

    /** The same value with tables where they are shorter. */
    static Node of(Node value) {
        return switch (value) {
            case Leaf leaf -> leaf;
            case Members members ->
                new Members(
                        members.names(),
                        members.values().stream().map(Columns::of).toList());
            case Row row -> row(row);
        };
    }

    private static Node row(Row row) {
        List<Node> said = row.elements().stream().map(Columns::of).toList();
        Node plain = new Row(said);
        if (said.size() < FEWEST_ROWS || !alike(row.elements())) {
            return plain;
        }
        Node table = table(row.elements(), said);
        return table.length() < plain.length() ? table : plain;
    }

    /** Whether all are objects of the same names. */
    private static boolean alike(List<Node> elements) {
        return elements.getFirst() instanceof Members first
                && !first.names().isEmpty()
                && elements.stream()
                        .allMatch(e ->
                                e instanceof Members members && members.names().equals(first.names()));
    }

    /**
     * The table of objects that are alike.
     *
     * @param objects as they were
     * @param said the same with tables for the rows within them
     */
    private static Node table(List<Node> objects, List<Node> said) {
        List<String> everyNames = new ArrayList<>();
        List<Node> everyValues = new ArrayList<>();
        List<Node> columns = new ArrayList<>();
        List<List<Node>> rows = rows(objects.size());
        List<String> names = ((Members) objects.getFirst()).names();
        for (int i = 0; i < names.size(); i++) {
            List<Node> cells = cells(objects, i);
            List<Node> saidCells = cells(said, i);
            if (cells.stream().allMatch(cells.getFirst()::equals)) {
                everyNames.add(names.get(i));
                everyValues.add(saidCells.getFirst());
            } else {
                columns.add(column(names.get(i), cells, saidCells, rows));
            }
        }
        List<String> parts = new ArrayList<>(List.of(COLUMNS));
        List<Node> values = new ArrayList<>(List.of(new Row(columns)));
        if (!everyNames.isEmpty()) {
            parts.add(EVERY);
            values.add(new Members(everyNames, everyValues));
        }
        parts.add(ROWS);
        values.add(new Row(rows.stream().<Node>map(Row::new).toList()));
        return new Members(parts, values);
    }

    private static List<List<Node>> rows(int count) {
        return Stream.<List<Node>>generate(ArrayList::new).limit(count).toList();
    }

    private static List<Node> cells(List<Node> objects, int column) {
        return objects.stream().map(o -> ((Members) o).values().get(column)).toList();
    }

    /** Adds a cell to each row; what stands among the columns for it. */
    private static Node column(String name, List<Node> cells, List<Node> said, List<List<Node>> rows) {
        if (!alike(cells)) {
            for (int i = 0; i < said.size(); i++) {
                rows.get(i).add(said.get(i));
            }
            return new Leaf(name);
        }
        List<Node> innerColumns = new ArrayList<>();
        List<List<Node>> innerRows = rows(cells.size());
        List<String> names = ((Members) cells.getFirst()).names();
        for (int i = 0; i < names.size(); i++) {
            innerColumns.add(column(names.get(i), cells(cells, i), cells(said, i), innerRows));
        }
        for (int i = 0; i < cells.size(); i++) {
            rows.get(i).add(new Row(innerRows.get(i)));
        }
        return new Members(List.of(name), List.of(new Row(innerColumns)));
    }

    /** Whether a value has a table in it already, or something that could be taken for one. */
    static boolean tables(Node value) {
        return switch (value) {
            case Leaf _ -> false;
            case Row row -> row.elements().stream().anyMatch(Columns::tables);
            case Members members ->
                (members.names().contains(COLUMNS) && members.names().contains(ROWS))
                        || members.values().stream().anyMatch(Columns::tables);
        };
    }
}
