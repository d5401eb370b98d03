// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.wire.Extras;
import io.aisbf.provider.openai.wire.ThoughtMemory;
import io.aisbf.provider.openai.wire.Thoughts;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.tool.ToolIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decodes messages, of a client's conversation as well as of an upstream's answer. One for each of them. */
public final class MessageReader {
    /** Members of an assistant's message that no part stands for and that are kept as they are. */
    static final List<String> KEPT = List.of("audio");

    private static final RawJson NO_ARGUMENTS = RawJson.of("{}");

    private final String turn;
    private final Optional<ThoughtMemory> memory;
    private String lastLegacy = "";

    private MessageReader(String turn, Optional<ThoughtMemory> memory) {
        this.turn = turn;
        this.memory = memory;
    }

    /** The conversation, each message with the bytes it came as, its thoughts helped out from memory. */
    static List<Message> messages(Members body, ThoughtMemory memory) {
        if (body.get("messages").isEmpty()) {
            throw body.wrong("messages", "is missing; an array of messages is expected");
        }
        List<Message> messages = new ArrayList<>();
        String legacy = "";
        for (Members message : body.children("messages")) {
            Message.Origin origin =
                    new Message.Origin(WireName.OPENAI_CHAT, message.object().raw());
            MessageReader reader = new MessageReader("call_" + messages.size(), Optional.of(memory));
            reader.lastLegacy = legacy;
            messages.add(new Message(role(message), reader.parts(message), Optional.of(origin)));
            legacy = reader.lastLegacy;
        }
        return List.copyOf(messages);
    }

    /** The message of an answer, of which {@code id} is the name. */
    public static Message answer(Members message, String id) {
        Message.Origin origin =
                new Message.Origin(WireName.OPENAI_CHAT, message.object().raw());
        return new Message(
                Message.Role.ASSISTANT, new MessageReader(id, Optional.empty()).said(message), Optional.of(origin));
    }

    /** An id for a call that came without one: always the same for the same call of the same answer. */
    public static String inventedId(String answer, int call) {
        return ToolIds.fitting(answer + "_" + call, ToolIds.OPENAI_LONGEST);
    }

    private static Message.Role role(Members message) {
        String role = message.need("role");
        return switch (role) {
            case "system", "developer" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            case "tool", "function" -> Message.Role.TOOL;
            default ->
                throw message.wrong(
                        "role", "is '" + role + "'; use system, developer, user, assistant, tool or function");
        };
    }

    private List<Part> parts(Members message) {
        return switch (message.need("role")) {
            case "assistant" -> said(message);
            case "tool" -> List.of(new Part.ToolResult(message.need("tool_call_id"), content(message), false));
            // The older way of calling knew one call at a time and gave it no id.
            case "function" -> {
                String id = lastLegacy.isEmpty() ? "call_" + message.need("name") : lastLegacy;
                yield List.of(new Part.ToolResult(id, content(message), false));
            }
            default -> content(message);
        };
    }

    private static List<Part> content(Members message) {
        Optional<RawJson> content = message.get("content");
        if (content.filter(value -> value.kind() == RawJson.Kind.ARRAY).isPresent()) {
            List<Part> parts = new ArrayList<>();
            for (Members part : message.children("content")) {
                parts.add(PartReader.part(part));
                PartReader.cachePoint(part).ifPresent(parts::add);
            }
            return parts;
        }
        if (content.filter(value -> value.kind() != RawJson.Kind.STRING).isPresent()) {
            throw message.wrong("content", "is neither a string nor an array of parts");
        }
        return message.text("content")
                .<List<Part>>map(text -> List.of(new Part.Text(text)))
                .orElse(List.of());
    }

    /** What a model said: reasoning first, then words, then calls. */
    private List<Part> said(Members message) {
        List<Members> calls = message.children("tool_calls");
        List<Thoughts.Placed> thoughts = thoughts(message, calls);
        Set<String> ids = new HashSet<>();
        calls.forEach(call -> call.words("id").ifPresent(ids::add));
        List<Part> parts = new ArrayList<>();
        for (Thoughts.Placed placed : thoughts) {
            if (placed.call().filter(ids::contains).isEmpty()) {
                parts.add(placed.thought());
            }
        }
        // An empty text next to calls is how some say "no text".
        content(message).stream()
                .filter(part -> !(part instanceof Part.Text text && text.text().isEmpty()))
                .forEach(parts::add);
        parts.addAll(Extras.read(message));
        message.words("refusal").ifPresent(words -> parts.add(new Part.Refusal(words)));
        for (String kept : KEPT) {
            message.get(kept).ifPresent(json -> parts.add(new Part.Other(WireName.OPENAI_CHAT, kept, json)));
        }
        for (int i = 0; i < calls.size(); i++) {
            call(calls.get(i), i, thoughts, parts);
        }
        message.child("function_call").ifPresent(function -> {
            lastLegacy = inventedId(turn, calls.size());
            parts.add(new Part.ToolCall(lastLegacy, function.need("name"), arguments(function)));
        });
        return parts;
    }

    private List<Thoughts.Placed> thoughts(Members message, List<Members> calls) {
        List<Thoughts.Placed> read = Thoughts.read(message);
        return memory.map(known -> new Recollection(known, MessageReader::arguments).of(read, calls))
                .orElse(read);
    }

    private void call(Members call, int index, List<Thoughts.Placed> thoughts, List<Part> parts) {
        if (!call.text("type").orElse("function").equals("function")) {
            parts.add(new Part.Other(
                    WireName.OPENAI_CHAT, "tool_calls", call.object().raw()));
            return;
        }
        Optional<String> id = call.words("id");
        List<Part.Reasoning> before = new ArrayList<>();
        for (Thoughts.Placed placed : thoughts) {
            if (placed.call().isPresent() && placed.call().equals(id)) {
                before.add(placed.thought());
            }
        }
        if (before.stream().noneMatch(thought -> thought.signature().isPresent())) {
            Thoughts.proofOfCall(call, call.failure() == Failure.MALFORMED_REPLY)
                    .ifPresent(proof -> before.add(new Part.Reasoning("", Optional.of(proof))));
        }
        parts.addAll(before);
        Members function = call.needChild("function");
        parts.add(new Part.ToolCall(
                id.orElseGet(() -> inventedId(turn, index)), function.need("name"), arguments(function)));
    }

    /**
     * The arguments of a call as the object that the string holds; some compatible upstreams send the object itself.
     * What is spelled wrongly is no object: in a client's history it stays the string it is, so that it goes out again
     * as it came in; in an answer it would be half an argument that looks whole, and breaks the answer.
     */
    private static RawJson arguments(Members function) {
        if (function.get("arguments")
                .filter(value -> value.kind() == RawJson.Kind.OBJECT)
                .isPresent()) {
            return function.needChild("arguments").object().raw();
        }
        String text = function.text("arguments").orElse("");
        if (text.isBlank()) {
            return NO_ARGUMENTS;
        }
        try {
            return function.json().object(text.getBytes(StandardCharsets.UTF_8)).raw();
        } catch (JsonException e) {
            if (function.failure() == Failure.MALFORMED_REPLY) {
                throw function.wrong("arguments", "is not the JSON of an object");
            }
            return RawJson.text(text);
        }
    }
}
