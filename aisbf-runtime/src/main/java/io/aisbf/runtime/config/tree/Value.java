// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.util.List;
import java.util.Optional;

/** What a configuration file says, with the place of every word. Immutable. */
public sealed interface Value {
    /** Where it begins. */
    Position position();

    /** What it is, for a complaint: "a list", "the text 'x'". */
    String description();

    /** Named values in the order of the file; no name occurs twice. */
    record Fields(Position position, List<Field> fields) implements Value {
        public Fields {
            fields = List.copyOf(fields);
        }

        /** The value of that name. */
        public Optional<Value> value(String name) {
            return field(name).map(Field::value);
        }

        /** The name with its place and value. */
        public Optional<Field> field(String name) {
            return fields.stream().filter(field -> field.name().equals(name)).findFirst();
        }

        @Override
        public String description() {
            return "a map";
        }
    }

    /** One name of a map, and where the name stands. */
    record Field(String name, Position position, Value value) {}

    /** Values in order. */
    record Items(Position position, List<Value> items) implements Value {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String description() {
            return "a list";
        }
    }

    /**
     * One word, number or nothing, with its placeholders replaced.
     *
     * @param plain whether it was written without quotes, and so may be a number, {@code true} or nothing
     * @param unset the variable that it names and that is not set
     * @param broken why one of its placeholders cannot be replaced at all
     */
    record Scalar(Position position, String text, boolean plain, Optional<String> unset, Optional<String> broken)
            implements Value {
        private static final int SHOWN = 40;

        /** One without placeholders. */
        public static Scalar of(Position position, String text, boolean plain) {
            return new Scalar(position, text, plain, Optional.empty(), Optional.empty());
        }

        /** Nothing was written, or {@code null}. */
        public boolean absent() {
            return plain
                    && unset.isEmpty()
                    && broken.isEmpty()
                    && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String description() {
            if (absent()) {
                return "nothing";
            }
            String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
            return plain && Scalars.isNumber(text) ? "the number " + shown : "the text '" + shown + "'";
        }
    }
}
