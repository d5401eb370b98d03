// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.reply;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Annotations;
import io.aisbf.provider.openai.responses.item.Calls;
import io.aisbf.provider.openai.responses.item.Counts;
import io.aisbf.provider.openai.responses.item.Outcome;
import io.aisbf.provider.openai.responses.item.Probabilities;
import io.aisbf.provider.openai.responses.item.Thoughts;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Decodes the events of one stream. Which item an event belongs to is noted as it arrives, by its id, its index, or,
 * where an upstream (llama.cpp) gives neither, as the item begun last; the rest only when somebody asks.
 */
final class EventDecoder {
    private static final String ADDED = "response.output_item.added";
    private static final String DONE = "response.output_item.done";
    /** Events that only tell how the work goes on, or repeat what others told. */
    private static final Set<String> SILENT = Set.of(
            "response.created",
            "response.in_progress",
            "response.queued",
            "response.content_part.added",
            "response.content_part.done",
            "response.reasoning_summary_part.done",
            "response.reasoning_summary_text.done",
            "response.reasoning_text.done",
            "response.output_text.done",
            "response.refusal.done",
            "response.function_call_arguments.done",
            "response.custom_tool_call_input.done",
            "keepalive",
            "ping");

    private final UnaryOperator<String> original;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, Item> byId = new HashMap<>();
    private final Map<Long, Item> byIndex = new HashMap<>();
    private int calls;

    /** A decoder for one stream; {@code original} gives the client's name for a tool. */
    EventDecoder(UnaryOperator<String> original) {
        this.original = original;
    }

    /** An item of the output, and what has been told of it. */
    static final class Item {
        private final String type;
        private final String callId;
        private final String tool;
        private final int call;
        private boolean done;
        private boolean begun;
        private boolean spoke;
        private boolean broken;
        private boolean cited;
        private boolean weighed;
        private String kindOfThought = "";

        private Item(String type, String callId, String tool, int call) {
            this.type = type;
            this.callId = callId;
            this.tool = tool;
            this.call = call;
        }

        private boolean custom() {
            return type.equals("custom_tool_call");
        }
    }

    /** The item that an event belongs to; called for every event, in order. */
    Optional<Item> item(String type, Members event) {
        if (type.equals(ADDED)) {
            return Optional.of(register(event.needChild("item"), event));
        }
        if (type.equals(DONE)) {
            Members object = event.needChild("item");
            Item item = toEnd(object, event).orElseGet(() -> register(object, event));
            item.done = true;
            return Optional.of(item);
        }
        return type.startsWith("response.") ? find(event.words("item_id"), event) : Optional.empty();
    }

    /** The item that is done now: some upstreams tell it by another id than it began with. */
    private Optional<Item> toEnd(Members object, Members event) {
        String type = object.need("type");
        return object.words("id")
                .map(byId::get)
                .or(() -> object.words("call_id").map(byId::get))
                .or(() -> find(Optional.empty(), event))
                .filter(found -> !found.done && found.type.equals(type));
    }

    private Optional<Item> find(Optional<String> id, Members event) {
        return id.map(byId::get)
                .or(() -> event.integer("output_index").map(byIndex::get))
                .or(() -> items.isEmpty() ? Optional.empty() : Optional.of(items.getLast()));
    }

    private Item register(Members object, Members event) {
        String type = object.need("type");
        boolean called = type.equals("function_call") || type.equals("custom_tool_call");
        String callId = Calls.id(object);
        Item item = new Item(
                type,
                callId.isEmpty() ? "call_" + calls : callId,
                called ? object.need("name") : "",
                called ? calls++ : 0);
        items.add(item);
        object.words("id").ifPresent(id -> byId.put(id, item));
        object.words("call_id").ifPresent(id -> byId.put(id, item));
        event.integer("output_index").ifPresent(index -> byIndex.put(index, item));
        return item;
    }

    /**
     * What an event means.
     *
     * @param starts whether it is the first of the stream
     */
    List<ChatEvent> events(String type, Members event, Optional<Item> item, boolean starts) {
        List<ChatEvent> events = new ArrayList<>();
        if (starts) {
            Optional<Members> response = event.child("response");
            events.add(new ChatEvent.Started(
                    response.flatMap(members -> members.text("id")).orElse(""),
                    response.flatMap(members -> members.text("model")).orElse("")));
        }
        switch (type) {
            case "response.completed", "response.incomplete" -> end(event.needChild("response"), events);
            default ->
                item.ifPresentOrElse(known -> step(type, event, known, events), () -> unknown(type, event, events));
        }
        return events;
    }

    private void step(String type, Members event, Item item, List<ChatEvent> events) {
        switch (type) {
            case ADDED -> begin(item, events);
            case DONE -> finish(event.needChild("item"), item, events);
            case "response.output_text.delta" -> {
                event.words("delta").ifPresent(text -> text(item, text, events));
                weigh(event, item, events);
            }
            case "response.refusal.delta" ->
                event.words("delta").ifPresent(text -> {
                    item.spoke = true;
                    events.add(new ChatEvent.RefusalDelta(0, text));
                });
            case "response.output_text.annotation.added" -> {
                item.cited = true;
                events.add(new ChatEvent.Given(0, Annotations.read(event.needChild("annotation"))));
            }
            case "response.reasoning_summary_part.added" ->
                item.broken = item.spoke && item.kindOfThought.equals("summary");
            case "response.reasoning_summary_text.delta" -> think(item, "summary", event, events);
            case "response.reasoning_text.delta" -> think(item, "content", event, events);
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                arguments(item, event.text("delta").orElse(""), events);
            default -> unknown(type, event, events);
        }
    }

    private static void text(Item item, String text, List<ChatEvent> events) {
        item.spoke = true;
        events.add(new ChatEvent.TextDelta(0, text));
    }

    private static void weigh(Members members, Item item, List<ChatEvent> events) {
        var tokens = Probabilities.read(members, "logprobs");
        if (!tokens.isEmpty()) {
            item.weighed = true;
            events.add(new ChatEvent.Weighed(0, tokens));
        }
    }

    /** Some upstreams tell a thought twice, as it is and in short; whichever comes first is told on. */
    private static void think(Item item, String kind, Members event, List<ChatEvent> events) {
        Optional<String> delta = event.words("delta");
        if (item.kindOfThought.isEmpty()) {
            item.kindOfThought = kind;
        }
        if (delta.isEmpty() || !item.kindOfThought.equals(kind)) {
            return;
        }
        String text = (item.broken ? Thoughts.BREAK : "") + delta.get();
        item.broken = false;
        item.spoke = true;
        events.add(new ChatEvent.ReasoningDelta(0, text, Optional.empty()));
    }

    private void begin(Item item, List<ChatEvent> events) {
        boolean called = item.custom() || item.type.equals("function_call");
        if (called && !item.begun) {
            item.begun = true;
            String opening = item.custom() ? "{\"" + Calls.INPUT + "\":\"" : "";
            events.add(new ChatEvent.ToolCallDelta(
                    0, item.call, Optional.of(item.callId), Optional.of(original.apply(item.tool)), opening));
        }
    }

    /** The text of a custom tool becomes the inside of a JSON string. */
    private void arguments(Item item, String delta, List<ChatEvent> events) {
        if (delta.isEmpty()) {
            return;
        }
        begin(item, events);
        item.spoke = true;
        String quoted = RawJson.text(delta).toString();
        String fragment = item.custom() ? quoted.substring(1, quoted.length() - 1) : delta;
        events.add(new ChatEvent.ToolCallDelta(0, item.call, Optional.empty(), Optional.empty(), fragment));
    }

    /** The item as it is complete: what no delta told is told now. */
    private void finish(Members object, Item item, List<ChatEvent> events) {
        switch (item.type) {
            case "function_call" -> {
                begin(item, events);
                if (!item.spoke) {
                    arguments(item, Calls.function(object).arguments().toString(), events);
                }
            }
            case "custom_tool_call" -> {
                begin(item, events);
                if (!item.spoke) {
                    arguments(item, object.text(Calls.INPUT).orElse(""), events);
                }
                events.add(new ChatEvent.ToolCallDelta(0, item.call, Optional.empty(), Optional.empty(), "\"}"));
            }
            case "message" -> message(object, item, events);
            case "reasoning" -> {
                String words = item.spoke ? "" : Thoughts.read(object).text();
                var proof = Thoughts.signature(object);
                if (!words.isEmpty() || proof.isPresent()) {
                    events.add(new ChatEvent.ReasoningDelta(0, words, proof));
                }
            }
            default -> events.add(new ChatEvent.Given(0, OutputReader.other(object, item.type)));
        }
    }

    private static void message(Members object, Item item, List<ChatEvent> events) {
        boolean spoke = item.spoke;
        boolean weighed = item.weighed;
        for (Members part : object.children("content")) {
            if (!spoke) {
                part.words("text").ifPresent(text -> text(item, text, events));
                part.words("refusal").ifPresent(text -> events.add(new ChatEvent.RefusalDelta(0, text)));
            }
            if (!weighed) {
                weigh(part, item, events);
            }
            if (!item.cited) {
                part.children("annotations")
                        .forEach(note -> events.add(new ChatEvent.Given(0, Annotations.read(note))));
            }
        }
    }

    /** An upstream that told nothing on the way has it all in its last event. */
    private void end(Members response, List<ChatEvent> events) {
        if (items.isEmpty()) {
            for (Members object : response.children("output")) {
                finish(object, register(object, object), events);
            }
        }
        Counts.of(response).ifPresent(usage -> events.add(new ChatEvent.Counted(usage)));
        FinishReason reason = Outcome.read(response, calls > 0);
        events.add(new ChatEvent.Finished(0, reason));
    }

    private static void unknown(String type, Members event, List<ChatEvent> events) {
        boolean progress = type.matches("response\\.[a-z_]+_call\\..+") || type.startsWith("response.mcp_");
        if (!SILENT.contains(type) && !progress) {
            events.add(new ChatEvent.Other(type, event.object().raw()));
        }
    }
}
