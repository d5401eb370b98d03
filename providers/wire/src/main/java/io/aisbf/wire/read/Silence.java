// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import java.util.Map;
import java.util.Set;

/** Tells a message that says nothing from one that says something, whatever it is: nothing is decoded for it. */
public final class Silence {
    private Silence() {}

    /**
     * Whether nothing is said in an object: its members are empty, or only tell whose they are.
     *
     * @param labels the members that say nothing of themselves, such as {@code role}
     */
    public static boolean of(JsonObject message, Set<String> labels) {
        for (Map.Entry<String, RawJson> member : message.members().entrySet()) {
            if (!labels.contains(member.getKey()) && !isEmpty(member.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value is {@code null}, or a string, an array or an object with nothing in it. */
    public static boolean isEmpty(RawJson value) {
        return switch (value.kind()) {
            case NULL -> true;
            case STRING -> value.length() == 2;
            case ARRAY, OBJECT ->
                value.read((source, from, to) -> {
                    int at = from + 1;
                    while (source[at] == ' ' || source[at] == '\n' || source[at] == '\r' || source[at] == '\t') {
                        at++;
                    }
                    return at == to - 1;
                });
            case NUMBER, BOOLEAN -> false;
        };
    }
}
