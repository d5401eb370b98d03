// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.json;

import io.aisbf.condenser.algorithmic.json.Node.Leaf;
import io.aisbf.condenser.algorithmic.json.Node.Members;
import io.aisbf.condenser.algorithmic.json.Node.Row;
import java.util.ArrayList;
import java.util.List;

/** Makes rows of objects of tables again: written from the description of the form, not from what writes it. */
final class ColumnsReversed {
    private ColumnsReversed() {}

    /** The value with every table undone; members that all rows share come first. */
    static Node of(Node value) {
        return switch (value) {
            case Leaf leaf -> leaf;
            case Row row ->
                new Row(row.elements().stream().map(ColumnsReversed::of).toList());
            case Members members ->
                members.names().contains("\"columns\"") && members.names().contains("\"rows\"")
                        ? rows(members)
                        : new Members(
                                members.names(),
                                members.values().stream()
                                        .map(ColumnsReversed::of)
                                        .toList());
        };
    }

    private static Node rows(Members table) {
        Row columns = (Row) member(table, "\"columns\"");
        List<Node> objects = new ArrayList<>();
        for (Node row : ((Row) member(table, "\"rows\"")).elements()) {
            List<String> names = new ArrayList<>();
            List<Node> values = new ArrayList<>();
            if (table.names().contains("\"every\"")) {
                Members every = (Members) member(table, "\"every\"");
                names.addAll(every.names());
                every.values().forEach(value -> values.add(of(value)));
            }
            cells(columns, (Row) row, names, values);
            objects.add(new Members(names, values));
        }
        return new Row(objects);
    }

    private static void cells(Row columns, Row row, List<String> names, List<Node> values) {
        for (int i = 0; i < columns.elements().size(); i++) {
            Node cell = row.elements().get(i);
            switch (columns.elements().get(i)) {
                case Leaf name -> {
                    names.add(name.spelled());
                    values.add(of(cell));
                }
                case Members inner -> {
                    List<String> innerNames = new ArrayList<>();
                    List<Node> innerValues = new ArrayList<>();
                    cells((Row) inner.values().getFirst(), (Row) cell, innerNames, innerValues);
                    names.add(inner.names().getFirst());
                    values.add(new Members(innerNames, innerValues));
                }
                case Row row2 -> throw new AssertionError("a column is a name or an object: " + row2.written());
            }
        }
    }

    private static Node member(Members members, String name) {
        return members.values().get(members.names().indexOf(name));
    }
}
