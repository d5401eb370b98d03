// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds one file within bounds while its tree grows, and builds its maps. Aliases count with all that they stand for,
 * so that a few lines cannot unfold into gigabytes ("billion laughs").
 */
final class Growth {
    static final int MOST_VALUES = 100_000;
    static final int DEEPEST = 60;

    private final Complaints complaints;
    private int values;

    Growth(Complaints complaints) {
        this.complaints = complaints;
    }

    int values() {
        return values;
    }

    void grow(int by, int depth, Position position) throws UnreadableException {
        values += by;
        if (values > MOST_VALUES) {
            throw new UnreadableException(
                    position,
                    "the file holds more than " + MOST_VALUES + " values (aliases count with all they stand for)");
        }
        if (depth > DEEPEST) {
            throw new UnreadableException(position, "maps and lists are nested deeper than " + DEEPEST);
        }
    }

    /** Starts a map; a name that comes again is complained of and left out. */
    Names names(String path) {
        return new Names(path);
    }

    static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The names of one map so far. */
    final class Names {
        private final String path;
        private final Map<String, Value.Field> fields = new LinkedHashMap<>();

        private Names(String path) {
            this.path = path;
        }

        void add(String name, Position position, Value value) {
            Value.Field first = fields.putIfAbsent(name, new Value.Field(name, position, value));
            if (first != null) {
                complaints.error(
                        position,
                        below(path, name),
                        "is written twice, first on line " + first.position().line());
            }
        }

        List<Value.Field> fields() {
            return new ArrayList<>(fields.values());
        }
    }
}
