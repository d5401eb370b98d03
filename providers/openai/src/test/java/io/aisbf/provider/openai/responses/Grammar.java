// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The rules that OpenAI's clients hold a stream to, checked as they do: types told twice, numbers that rise by one,
 * items in order, parts within items, deltas that add up to what is said at the end, and the whole repeated in the last
 * event. What is broken is an assertion error.
 */
final class Grammar {
    private static final Map<String, String> DELTAS = Map.of(
            "response.output_text.delta", "text",
            "response.refusal.delta", "refusal",
            "response.reasoning_summary_text.delta", "text",
            "response.function_call_arguments.delta", "arguments",
            "response.custom_tool_call_input.delta", "input");

    private final Json json;
    private final List<String> types = new ArrayList<>();
    private final Map<Long, String> open = new TreeMap<>();
    private final List<RawJson> done = new ArrayList<>();
    private final Map<String, StringBuilder> words = new TreeMap<>();
    private final Set<String> ids = new HashSet<>();
    private Optional<Members> ended = Optional.empty();
    private String parts = "";

    private Grammar(Json json) {
        this.json = json;
    }

    /** The response of the last event of a stream that keeps to the rules. */
    static Members check(Json json, String stream) {
        Grammar grammar = new Grammar(json);
        for (String event : stream.split("\n\n", 0)) {
            if (!event.startsWith(":")) {
                grammar.event(event);
            }
        }
        assertEquals("response.created", grammar.types.get(0));
        assertEquals("response.in_progress", grammar.types.get(1));
        Members response = grammar.ended.orElseThrow(() -> new AssertionError("the response never ends"));
        if (!response.need("status").equals("failed")) {
            assertEquals(Map.of(), grammar.open, "items that are never done");
            assertEquals(grammar.done, response.elements("output"));
            assertTrue(response.child("usage").isPresent(), "no usage at the end");
        }
        return response;
    }

    private void event(String event) {
        List<String> lines = event.lines().toList();
        assertEquals(2, lines.size(), event);
        Members data = new Members(
                json,
                json.object(lines.get(1).substring("data: ".length()).getBytes(StandardCharsets.UTF_8)),
                "",
                Failure.MALFORMED_REPLY);
        String type = data.need("type");
        assertEquals("event: " + type, lines.get(0));
        assertEquals(types.size(), data.integer("sequence_number").orElse(-1L), event);
        assertTrue(ended.isEmpty(), "something comes after the end: " + event);
        types.add(type);
        switch (type) {
            case "response.created", "response.in_progress" ->
                assertEquals("in_progress", data.needChild("response").need("status"));
            case "response.completed", "response.incomplete", "response.failed" -> {
                ended = Optional.of(data.needChild("response"));
                assertEquals(type, "response." + ended.get().need("status"));
            }
            case "response.output_item.added" -> added(data);
            case "response.output_item.done" -> itemDone(data);
            default -> within(type, data);
        }
    }

    private void added(Members data) {
        long index = data.integer("output_index").orElse(-1L);
        assertEquals(open.size() + done.size(), index, "items out of order");
        assertEquals("", parts, "an item begins while a part is open");
        String id = data.needChild("item").need("id");
        assertTrue(ids.add(id), "two items are called " + id);
        assertTrue(open.isEmpty(), "an item begins before the one before it is done");
        open.put(index, id);
    }

    private void itemDone(Members data) {
        assertEquals("", parts, "an item ends while a part is open");
        Members item = data.needChild("item");
        long index = data.integer("output_index").orElse(-1L);
        assertEquals(item.need("id"), open.remove(index), "the item that is done was not open");
        done.add(item.object().raw());
    }

    private void within(String type, Members data) {
        long index = data.integer("output_index").orElse(-1L);
        assertEquals(open.get(index), data.need("item_id"), type + " outside of its item");
        String place = index + "/" + data.integer("content_index").orElse(0L);
        if (type.endsWith("part.added")) {
            assertEquals("", parts, "a part begins within another");
            parts = place;
        } else if (type.endsWith("part.done")) {
            assertEquals(place, parts);
            parts = "";
        } else if (DELTAS.containsKey(type)) {
            assertEquals(type.contains("_call") ? "" : place, parts, type + " outside of its part");
            assertFalse(
                    type.equals("response.output_text.delta")
                            && data.get("logprobs").isEmpty(),
                    "no logprobs");
            words.computeIfAbsent(place + type, key -> new StringBuilder()).append(data.need("delta"));
        } else if (type.endsWith(".done")) {
            String delta = type.substring(0, type.length() - "done".length()) + "delta";
            String told = Optional.ofNullable(words.get(place + delta))
                    .map(StringBuilder::toString)
                    .orElse("");
            assertEquals(told, data.need(Optional.ofNullable(DELTAS.get(delta)).orElseThrow()));
        }
    }
}
