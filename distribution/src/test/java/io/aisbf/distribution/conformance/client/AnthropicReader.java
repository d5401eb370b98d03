// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import java.util.List;

/** Reads what Anthropic's messages answer. */
final class AnthropicReader {
    private final ObjectNode message;
    private final StringBuilder json = new StringBuilder();
    private int open = -1;
    private boolean over;

    private AnthropicReader(JsonNode begun) {
        message = begun.deepCopy();
    }

    static Heard whole(JsonNode body) {
        Grammar.need(body.path("type").asText().equals("message"), "type is message");
        Grammar.need(body.path("role").asText().equals("assistant"), "the role is assistant");
        Grammar.need(!body.path("id").asText().isEmpty(), "an id");
        Grammar.need(body.has("stop_sequence"), "stop_sequence is there, if only null");
        Hearing hearing = new Hearing();
        body.path("content").forEach(block -> hear(block, hearing));
        hearing.stop(
                switch (body.path("stop_reason").asText()) {
                    case "end_turn" -> Said.Stop.DONE;
                    case "stop_sequence" -> sequence(body);
                    case "max_tokens" -> Said.Stop.LENGTH;
                    case "tool_use" -> Said.Stop.CALLS;
                    case "refusal" -> Said.Stop.FILTER;
                    default -> throw new AssertionError("grammar: stop_reason " + body.path("stop_reason"));
                });
        bill(body.path("usage"), hearing);
        return hearing.done(body.path("content"));
    }

    private static Said.Stop sequence(JsonNode body) {
        Grammar.need(body.path("stop_sequence").asText().equals("END"), "the sequence that was met");
        return Said.Stop.SEQUENCE;
    }

    private static void hear(JsonNode block, Hearing hearing) {
        switch (block.path("type").asText()) {
            case "text" -> {
                hearing.text(0, block.path("text").asText());
                block.path("citations").forEach(each -> cited(each, hearing));
            }
            case "thinking" -> {
                Grammar.need(block.path("signature").isTextual(), "a thought has a signature, if only an empty one");
                hearing.thought.append(block.path("thinking").asText());
            }
            case "redacted_thinking" -> Grammar.need(block.has("data"), "data");
            case "tool_use" -> {
                Grammar.need(block.path("id").asText().matches("[a-zA-Z0-9_-]+"), "id " + block.path("id"));
                hearing.call(block.path("id").asText(), block.path("name").asText(), block.path("input"));
            }
            default -> throw new AssertionError("grammar: block " + block);
        }
    }

    private static void cited(JsonNode citation, Hearing hearing) {
        Grammar.need(citation.path("type").asText().equals("web_search_result_location"), "citation " + citation);
        Grammar.need(citation.has("cited_text") && citation.has("encrypted_index"), "citation " + citation);
        hearing.cited.add(citation.path("url").asText());
    }

    private static void bill(JsonNode usage, Hearing hearing) {
        int cached = usage.path("cache_read_input_tokens").asInt();
        int written = usage.path("cache_creation_input_tokens").asInt();
        Grammar.need(
                usage.path("input_tokens").isInt()
                        && usage.path("output_tokens").isInt(),
                "usage " + usage);
        hearing.bill(new Said.Bill(
                usage.path("input_tokens").asInt() + cached + written,
                cached,
                written,
                usage.path("output_tokens").asInt(),
                usage.path("output_tokens_details").path("thinking_tokens").asInt()));
    }

    static Heard streamed(String contentType, String body) {
        Grammar.need(contentType.startsWith("text/event-stream"), "content-type " + contentType);
        List<Grammar.Event> events = Grammar.events(body);
        Grammar.need(events.getFirst().type().equals("message_start"), "it begins with message_start");
        JsonNode begun = events.getFirst().json().path("message");
        Grammar.need(begun.path("content").isEmpty() && begun.path("usage").has("input_tokens"), "message_start");
        Grammar.need(begun.path("stop_reason").isNull(), "stop_reason is null at first");
        AnthropicReader reader = new AnthropicReader(begun);
        for (Grammar.Event event : events.subList(1, events.size())) {
            JsonNode json = event.json();
            Grammar.need(json.path("type").asText().equals(event.type()), "event: is data.type: " + event);
            reader.step(json);
        }
        Grammar.need(events.getLast().type().equals("message_stop") && reader.over, "it ends with message_stop");
        return whole(reader.message);
    }

    private void step(JsonNode event) {
        // long method: one table of events
        ArrayNode content = message.withArray("content");
        switch (event.path("type").asText()) {
            case "content_block_start" -> {
                Grammar.need(open < 0 && !over, "one block at a time: " + event);
                open = event.path("index").asInt(-1);
                Grammar.need(open == content.size(), "blocks are counted from 0: " + event);
                JsonNode block = event.path("content_block");
                boolean call = block.path("type").asText().equals("tool_use");
                Grammar.need(!call || block.path("input").isEmpty(), "a call begins with no input");
                content.add(block.deepCopy());
            }
            case "content_block_delta" -> {
                Grammar.need(event.path("index").asInt(-1) == open, "a delta is in the open block: " + event);
                delta(event.path("delta"), (ObjectNode) content.get(open));
            }
            case "content_block_stop" -> {
                Grammar.need(event.path("index").asInt(-1) == open && open >= 0, "the open block stops: " + event);
                close((ObjectNode) content.get(open));
            }
            case "message_delta" -> {
                Grammar.need(open < 0 && !over, "one message_delta, after the blocks");
                over = true;
                message.setAll((ObjectNode) event.path("delta"));
                ((ObjectNode) message.get("usage")).setAll((ObjectNode) event.path("usage"));
            }
            case "message_stop" -> Grammar.need(over, "message_delta comes before message_stop");
            case "ping" -> Grammar.need(!over, "pings come in between");
            default -> throw new AssertionError("grammar: event " + event);
        }
    }

    private void close(ObjectNode block) {
        if (block.path("type").asText().equals("tool_use")) {
            block.set("input", Hearing.arguments(json.isEmpty() ? "{}" : json.toString()));
            json.setLength(0);
        }
        open = -1;
    }

    private void delta(JsonNode delta, ObjectNode block) {
        switch (block.path("type").asText() + " " + delta.path("type").asText()) {
            case "text text_delta" -> more(block, "text", delta);
            case "thinking thinking_delta" -> more(block, "thinking", delta);
            case "thinking signature_delta" -> more(block, "signature", delta);
            case "text citations_delta" -> {
                ArrayNode before =
                        block.path("citations").isArray() ? (ArrayNode) block.get("citations") : Tree.array();
                block.set("citations", before.add(delta.path("citation")));
            }
            case "tool_use input_json_delta" ->
                json.append(delta.path("partial_json").asText());
            default -> throw new AssertionError("grammar: " + delta + " in " + block);
        }
    }

    private static void more(ObjectNode block, String name, JsonNode delta) {
        block.put(name, block.path(name).asText() + delta.path(name).asText());
    }
}
