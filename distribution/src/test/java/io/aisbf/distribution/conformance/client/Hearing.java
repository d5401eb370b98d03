// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A {@link Heard} in the making; one thread. */
final class Hearing {
    final StringBuilder thought = new StringBuilder();
    final StringBuilder refusal = new StringBuilder();
    final List<Heard.Call> calls = new ArrayList<>();
    final List<String> ids = new ArrayList<>();
    final Set<String> cited = new TreeSet<>();
    final List<String> weighed = new ArrayList<>();
    private final TreeMap<Integer, StringBuilder> texts = new TreeMap<>();
    private Said.Stop stop = Said.Stop.DONE;
    private Said.Bill bill = new Said.Bill(-1, 0, 0, -1, 0);

    Hearing text(int choice, String more) {
        texts.computeIfAbsent(choice, _ -> new StringBuilder()).append(more);
        return this;
    }

    void call(String id, String tool, JsonNode arguments) {
        Grammar.need(!tool.isEmpty(), "a tool call has a name");
        Grammar.need(arguments.isObject(), "a tool call's arguments are an object, got " + arguments);
        calls.add(new Heard.Call(tool, arguments));
        ids.add(id);
    }

    void stop(Said.Stop reason) {
        stop = reason;
    }

    void bill(Said.Bill costs) {
        bill = costs;
    }

    Heard done(JsonNode turn) {
        List<String> all = texts.isEmpty()
                ? List.of("")
                : texts.values().stream().map(StringBuilder::toString).toList();
        return new Heard(
                all,
                thought.toString(),
                refusal.toString(),
                List.copyOf(calls),
                List.copyOf(ids),
                stop,
                bill,
                Set.copyOf(cited),
                List.copyOf(weighed),
                turn);
    }

    /** {@return the JSON of an argument text} */
    static JsonNode arguments(String text) {
        try {
            return Tree.parse(text);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("grammar: the arguments are no JSON: " + text, e);
        }
    }
}
