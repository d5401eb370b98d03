// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;

/** Reads streams to the letter: what an SDK forgives is an error here. */
final class Grammar {
    private Grammar() {}

    /** An event of a stream of server-sent events; the type is empty where none was told. */
    record Event(String type, String data) {
        JsonNode json() {
            return Tree.parse(data);
        }
    }

    static void need(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError("grammar: " + rule);
        }
    }

    /** {@return the events}, which all end with an empty line; comments are passed over */
    static List<Event> events(String body) {
        String text = body.replace("\r\n", "\n");
        need(text.isEmpty() || text.endsWith("\n\n"), "the last event ends with an empty line");
        List<Event> events = new ArrayList<>();
        for (String block : text.split("\n\n", 0)) {
            String type = "";
            StringBuilder data = new StringBuilder();
            boolean comment = false;
            for (String line : block.split("\n", -1)) {
                if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(data.isEmpty() ? "" : "\n").append(line.substring(6));
                } else {
                    need(line.startsWith(":"), "a line is a field or a comment, got " + line);
                    comment = true;
                }
            }
            if (!data.isEmpty() || !comment) {
                events.add(new Event(type, data.toString()));
            }
        }
        return events;
    }
}
