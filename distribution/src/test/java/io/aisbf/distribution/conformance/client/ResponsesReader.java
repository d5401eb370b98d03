// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what OpenAI's responses answer. */
final class ResponsesReader {
    private static final List<String> MEMBERS = List.of(
            "created_at",
            "error",
            "incomplete_details",
            "instructions",
            "metadata",
            "model",
            "output",
            "parallel_tool_calls",
            "temperature",
            "tool_choice",
            "tools",
            "top_p");

    private ResponsesReader() {}

    static Heard whole(JsonNode body) {
        Grammar.need(body.path("object").asText().equals("response"), "object is response");
        Grammar.need(!body.path("id").asText().isEmpty(), "the response has an id");
        MEMBERS.forEach(name -> Grammar.need(body.has(name), "the response has " + name));
        Hearing hearing = new Hearing();
        ArrayNode turn = Tree.array();
        for (JsonNode item : body.path("output")) {
            hear(item, hearing);
            turn.add(item);
        }
        String status = body.path("status").asText();
        Grammar.need(List.of("completed", "incomplete").contains(status), "status " + status);
        if (status.equals("incomplete")) {
            String reason = body.path("incomplete_details").path("reason").asText();
            hearing.stop(reason.equals("max_output_tokens") ? Said.Stop.LENGTH : Said.Stop.FILTER);
        } else {
            hearing.stop(hearing.calls.isEmpty() ? Said.Stop.DONE : Said.Stop.CALLS);
        }
        bill(body.path("usage"), hearing);
        return hearing.done(turn);
    }

    private static void hear(JsonNode item, Hearing hearing) {
        switch (item.path("type").asText()) {
            case "message" -> {
                Grammar.need(item.path("id").asText().startsWith("msg"), "the id begins with msg: " + item);
                item.path("content").forEach(part -> part(part, hearing));
            }
            case "function_call" -> {
                Grammar.need(item.path("id").asText().startsWith("fc"), "the id begins with fc: " + item);
                hearing.call(
                        item.path("call_id").asText(),
                        item.path("name").asText(),
                        Hearing.arguments(item.path("arguments").asText()));
            }
            case "reasoning" -> {
                Grammar.need(item.path("id").asText().startsWith("rs"), "the id begins with rs: " + item);
                item.path("summary")
                        .forEach(
                                part -> hearing.thought.append(part.path("text").asText()));
                if (item.path("summary").isEmpty()) {
                    item.path("content")
                            .forEach(part ->
                                    hearing.thought.append(part.path("text").asText()));
                }
            }
            default -> throw new AssertionError("grammar: item " + item);
        }
    }

    private static void part(JsonNode part, Hearing hearing) {
        if (part.path("type").asText().equals("refusal")) {
            hearing.refusal.append(part.path("refusal").asText());
            return;
        }
        Grammar.need(part.path("type").asText().equals("output_text"), "a part is text or refusal: " + part);
        Grammar.need(part.path("annotations").isArray(), "annotations are there");
        hearing.text(0, part.path("text").asText());
        part.path("annotations")
                .forEach(each -> hearing.cited.add(each.path("url").asText()));
        part.path("logprobs")
                .forEach(each -> hearing.weighed.add(each.path("token").asText()));
    }

    private static void bill(JsonNode usage, Hearing hearing) {
        Grammar.need(usage.isObject() && usage.has("total_tokens"), "usage is there");
        hearing.bill(new Said.Bill(
                usage.path("input_tokens").asInt(-1),
                usage.path("input_tokens_details").path("cached_tokens").asInt(),
                usage.path("input_tokens_details").path("cache_write_tokens").asInt(),
                usage.path("output_tokens").asInt(-1),
                usage.path("output_tokens_details").path("reasoning_tokens").asInt()));
    }

    /** The last event holds the whole; what came in pieces must be the same. */
    static Heard streamed(String contentType, String body) {
        Grammar.need(contentType.startsWith("text/event-stream"), "content-type " + contentType);
        List<Grammar.Event> events = Grammar.events(body);
        List<JsonNode> done = new ArrayList<>();
        Map<String, StringBuilder> pieces = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i).json();
            Grammar.need(event.path("type").asText().equals(events.get(i).type()), "event: is data.type");
            Grammar.need(event.path("sequence_number").asInt(-1) == i, "sequence_number rises from 0: " + event);
            step(event, done, pieces);
        }
        Grammar.need(events.getFirst().type().equals("response.created"), "it begins with response.created");
        Grammar.need(events.get(1).type().equals("response.in_progress"), "then response.in_progress");
        JsonNode last = events.getLast().json();
        String end = last.path("type").asText();
        JsonNode whole = last.path("response");
        Grammar.need(end.equals("response." + whole.path("status").asText()), "it ends as its status says: " + end);
        Grammar.need(whole.path("output").equals(Tree.list(done)), "the output is what the items were");
        return whole(whole);
    }

    private static void step(JsonNode event, List<JsonNode> done, Map<String, StringBuilder> pieces) {
        int index = event.path("output_index").asInt(-1);
        String type = event.path("type").asText();
        boolean inItem = event.has("output_index");
        Grammar.need(!inItem || index == done.size(), "items come one after the other: " + event);
        String key = index + "." + event.path("content_index") + "." + event.path("summary_index")
                + type.replaceAll("\\.(delta|done)$", "");
        switch (type) {
            case "response.output_item.added" ->
                Grammar.need(pieces.put("open", new StringBuilder()) == null, "one item at a time");
            case "response.output_item.done" -> {
                Grammar.need(pieces.remove("open") != null, "an item was added before it is done");
                done.add(event.path("item"));
            }
            default -> {
                Grammar.need(!inItem || pieces.containsKey("open"), "an item was added before: " + event);
                Grammar.need(!inItem || event.has("item_id"), "the item is named: " + event);
                if (type.endsWith(".delta")) {
                    pieces.computeIfAbsent(key, _ -> new StringBuilder())
                            .append(event.path("delta").asText());
                } else if (type.matches(".*(text|refusal|arguments)\\.done")) {
                    String name =
                            type.contains("arguments") ? "arguments" : type.contains("refusal") ? "refusal" : "text";
                    String told = String.valueOf(pieces.getOrDefault(key, new StringBuilder()));
                    Grammar.need(told.equals(event.path(name).asText()), "the pieces are the whole: " + event);
                }
            }
        }
    }
}
