// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes messages, of a client's conversation as well as of an upstream's answer. */
public final class MessageReader {
    /** Members of an assistant's message that no part stands for and that are kept as they are. */
    static final List<String> KEPT = List.of("audio", "reasoning_details");

    private static final RawJson NO_ARGUMENTS = RawJson.of("{}");

    private MessageReader() {}

    /** The conversation, each message with the bytes it came as. */
    static List<Message> messages(Members body) {
        if (body.get("messages").isEmpty()) {
            throw body.wrong("messages", "is missing; an array of messages is expected");
        }
        List<Message> messages = new ArrayList<>();
        for (Members message : body.children("messages")) {
            Message.Origin origin =
                    new Message.Origin(WireName.OPENAI_CHAT, message.object().raw());
            messages.add(new Message(role(message), parts(message), Optional.of(origin)));
        }
        return List.copyOf(messages);
    }

    /** The message of an answer. */
    public static Message answer(Members message) {
        Message.Origin origin =
                new Message.Origin(WireName.OPENAI_CHAT, message.object().raw());
        return new Message(Message.Role.ASSISTANT, said(message), Optional.of(origin));
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

    private static List<Part> parts(Members message) {
        return switch (message.need("role")) {
            case "assistant" -> said(message);
            case "tool" -> List.of(new Part.ToolResult(message.need("tool_call_id"), content(message), false));
            // The older way of calling knew one call at a time and gave it no id.
            case "function" -> List.of(new Part.ToolResult(functionId(message.need("name")), content(message), false));
            default -> content(message);
        };
    }

    private static List<Part> content(Members message) {
        Optional<RawJson> content = message.get("content");
        if (content.filter(value -> value.kind() == RawJson.Kind.ARRAY).isPresent()) {
            return message.children("content").stream().map(PartReader::part).toList();
        }
        if (content.filter(value -> value.kind() != RawJson.Kind.STRING).isPresent()) {
            throw message.wrong("content", "is neither a string nor an array of parts");
        }
        return message.text("content")
                .<List<Part>>map(text -> List.of(new Part.Text(text)))
                .orElse(List.of());
    }

    /** What a model said: reasoning first, then words, then calls. */
    private static List<Part> said(Members message) {
        List<Part> parts = new ArrayList<>();
        message.words("reasoning_content")
                .or(() -> message.words("reasoning"))
                .ifPresent(thought -> parts.add(new Part.Reasoning(thought, Optional.empty())));
        for (Part part : content(message)) {
            // An empty text next to calls is how some say "no text".
            if (!(part instanceof Part.Text text && text.text().isEmpty())) {
                parts.add(part);
            }
        }
        message.words("refusal").ifPresent(words -> parts.add(new Part.Refusal(words)));
        for (String kept : KEPT) {
            message.get(kept).ifPresent(json -> parts.add(new Part.Other(WireName.OPENAI_CHAT, kept, json)));
        }
        message.children("tool_calls").forEach(call -> parts.add(call(call)));
        message.child("function_call")
                .ifPresent(function -> parts.add(new Part.ToolCall(
                        functionId(function.need("name")), function.need("name"), arguments(function))));
        return parts;
    }

    private static Part call(Members call) {
        if (!call.text("type").orElse("function").equals("function")) {
            return new Part.Other(
                    WireName.OPENAI_CHAT, "tool_calls", call.object().raw());
        }
        Members function = call.needChild("function");
        return new Part.ToolCall(call.text("id").orElse(""), function.need("name"), arguments(function));
    }

    /**
     * The arguments of a call as the object that the string holds. What a model spelled wrongly is no object: it stays
     * the string it is, so that it goes out again as it came in. Some compatible upstreams send the object itself.
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
            return RawJson.text(text);
        }
    }

    private static String functionId(String name) {
        return "call_" + name;
    }
}
