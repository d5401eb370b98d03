// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.json;

import java.util.List;

/** A JSON value whose strings and numbers are spelled as they came, so that writing it changes only white space. */
sealed interface Node {
    /** A string, number or word. */
    record Leaf(String spelled) implements Node {}

    /** An array. */
    record Row(List<Node> elements) implements Node {}

    /** An object; names distinct, in their order, spelled with their quotes. */
    record Members(List<String> names, List<Node> values) implements Node {}

    /** Writes the value without white space. */
    default void write(StringBuilder out) {
        switch (this) {
            case Leaf leaf -> out.append(leaf.spelled());
            case Row row -> {
                out.append('[');
                for (int i = 0; i < row.elements().size(); i++) {
                    out.append(i == 0 ? "" : ",");
                    row.elements().get(i).write(out);
                }
                out.append(']');
            }
            case Members members -> {
                out.append('{');
                for (int i = 0; i < members.names().size(); i++) {
                    out.append(i == 0 ? "" : ",").append(members.names().get(i)).append(':');
                    members.values().get(i).write(out);
                }
                out.append('}');
            }
        }
    }

    /** How many characters {@link #written} has. */
    default int length() {
        return switch (this) {
            case Leaf leaf -> leaf.spelled().length();
            case Row row -> {
                int sum = 2 + Math.max(0, row.elements().size() - 1);
                for (Node element : row.elements()) {
                    sum += element.length();
                }
                yield sum;
            }
            case Members members -> {
                int sum = 2 + Math.max(0, 2 * members.names().size() - 1);
                for (int i = 0; i < members.names().size(); i++) {
                    sum += members.names().get(i).length()
                            + members.values().get(i).length();
                }
                yield sum;
            }
        };
    }

    /** The value without white space. */
    default String written() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }
}
