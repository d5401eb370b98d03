// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.request.BlockReader;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.tool.ToolNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A block of a streamed answer as it grows. A kind that the chat model has no events for is gathered and given in one
 * piece. Used by one thread.
 */
final class StreamedBlock {
    private final Members start;
    private final String type;
    private final int call;
    private final StringBuilder json = new StringBuilder();
    private int told;
    private int decoded;
    private boolean ended;

    /**
     * A block that begins.
     *
     * @param start the member {@code content_block}
     * @param call which of the calls it is, from 0; -1 for none
     */
    StreamedBlock(Members start, int call) {
        this.start = start;
        this.type = start.need("type");
        this.call = call;
    }

    /** A delta has come, whether or not anybody will ask what it says. */
    void told() {
        told++;
    }

    List<ChatEvent> begin(Supplier<ToolNames> names) {
        return switch (type) {
            case "text" -> begun();
            case "thinking" -> begunThought();
            case "redacted_thinking" -> List.of(EventDecoder.redacted(start.need("data")));
            case "tool_use" ->
                List.of(new ChatEvent.ToolCallDelta(
                        0,
                        call,
                        Optional.of(start.need("id")),
                        Optional.of(names.get().original(start.need("name"))),
                        ""));
            default -> List.of();
        };
    }

    private List<ChatEvent> begun() {
        List<ChatEvent> events = new ArrayList<>();
        start.words("text").ifPresent(words -> events.add(new ChatEvent.TextDelta(0, words)));
        start.children("citations").forEach(source -> events.add(EventDecoder.given(BlockReader.citation(source))));
        return events;
    }

    private List<ChatEvent> begunThought() {
        List<ChatEvent> events = new ArrayList<>();
        start.words("thinking")
                .ifPresent(words -> events.add(new ChatEvent.ReasoningDelta(0, words, Optional.empty())));
        start.words("signature").ifPresent(proof -> events.add(EventDecoder.proof(proof)));
        return events;
    }

    List<ChatEvent> delta(Members delta) {
        decoded++;
        String kind = delta.text("type").orElse("");
        return switch (kind) {
            case "text_delta" ->
                delta.words("text")
                        .map(words -> List.<ChatEvent>of(new ChatEvent.TextDelta(0, words)))
                        .orElse(List.of());
            case "thinking_delta" ->
                delta.words("thinking")
                        .map(words -> List.<ChatEvent>of(new ChatEvent.ReasoningDelta(0, words, Optional.empty())))
                        .orElse(List.of());
            case "signature_delta" ->
                delta.words("signature").map(EventDecoder::proof).map(List::of).orElse(List.of());
            case "input_json_delta" -> fragment(delta.text("partial_json").orElse(""));
            case "citations_delta" -> List.of(EventDecoder.given(BlockReader.citation(delta.needChild("citation"))));
            default -> List.of(new ChatEvent.Other(kind, delta.object().raw()));
        };
    }

    private List<ChatEvent> fragment(String fragment) {
        json.append(fragment);
        return fragment.isEmpty() || call < 0 ? List.of() : List.of(arguments(fragment));
    }

    List<ChatEvent> end() {
        if (ended) {
            return List.of();
        }
        ended = true;
        return switch (type) {
            case "text", "thinking", "redacted_thinking" -> List.of();
            case "tool_use" -> json.toString().isBlank() && told == decoded ? List.of(whole()) : List.of();
            default -> List.of(EventDecoder.given(gathered()));
        };
    }

    /** Some put the arguments into the block's beginning; a call without any has none at all. */
    private ChatEvent whole() {
        String arguments = start.get("input")
                .filter(input -> input.kind() == RawJson.Kind.OBJECT)
                .map(RawJson::toString)
                .orElse("{}");
        json.append(arguments);
        return arguments(arguments);
    }

    private ChatEvent arguments(String fragment) {
        return new ChatEvent.ToolCallDelta(0, call, Optional.empty(), Optional.empty(), fragment);
    }

    private Part gathered() {
        JsonObject block = start.object();
        if (!json.toString().isBlank()) {
            block = block.with("input", parsed());
        }
        List<Part> parts = BlockReader.answer(
                Members.ofReply(start.json(), JsonObject.EMPTY.with("content", RawJson.array(List.of(block.raw())))));
        return parts.isEmpty()
                ? new Part.Other(WireName.ANTHROPIC_MESSAGES, type, block.raw(), true)
                : parts.getFirst();
    }

    /** Refuses arguments that were never completed: half of them must not look like all. */
    void refuseHalf() {
        if (call >= 0 && told == decoded && !json.isEmpty()) {
            parsed();
        }
    }

    private RawJson parsed() {
        try {
            return start.json()
                    .object(json.toString().getBytes(StandardCharsets.UTF_8))
                    .raw();
        } catch (JsonException e) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the arguments of a call are not valid JSON: " + e.getMessage(), e);
        }
    }
}
