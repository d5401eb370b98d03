// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes a conversation. Ollama's clients need not name their tool calls: a call without an id gets one by its
 * position, and a result goes to the call of its id, else to the first open call of its tool's name, else to the first
 * open call.
 */
final class MessageReader {
    private static final Set<String> KNOWN =
            Set.of("role", "content", "images", "thinking", "tool_calls", "tool_name", "tool_call_id");
    private static final Set<String> CALL = Set.of("id", "type", "function");
    private static final Set<String> FUNCTION = Set.of("index", "name", "arguments");

    private final List<Part.ToolCall> open = new ArrayList<>();

    private MessageReader() {}

    /** The conversation, each message with the bytes it came as; none asks for the model to be loaded. */
    static List<Message> messages(Members body) {
        MessageReader reader = new MessageReader();
        List<Message> messages = new ArrayList<>();
        for (Members message : body.children("messages")) {
            messages.add(reader.message(message, messages.size()));
        }
        return List.copyOf(messages);
    }

    /** What the messages hold that no part stands for, by its path. */
    static Map<String, RawJson> leftovers(Members body) {
        Map<String, RawJson> left = new LinkedHashMap<>();
        for (Members message : body.children("messages")) {
            left.putAll(message.leftovers(KNOWN));
            for (Members call : message.children("tool_calls")) {
                left.putAll(call.leftovers(CALL));
                call.child("function").ifPresent(function -> left.putAll(function.leftovers(FUNCTION)));
            }
        }
        return left;
    }

    private Message message(Members message, int index) {
        Message.Origin origin =
                new Message.Origin(Door.CHAT.format(), message.object().raw());
        Message.Role role = role(message);
        List<Part> parts = new ArrayList<>();
        message.words("thinking").ifPresent(text -> parts.add(new Part.Reasoning(text, Optional.empty())));
        parts.addAll(Pictures.read(message));
        message.words("content").ifPresent(text -> parts.add(new Part.Text(text)));
        List<Part.ToolCall> calls = calls(message, index);
        parts.addAll(calls);
        if (!calls.isEmpty()) {
            open.clear();
            open.addAll(calls);
        }
        boolean answers = role == Message.Role.TOOL;
        List<Part> all = answers ? List.of(new Part.ToolResult(answered(message, index), parts, false)) : parts;
        return new Message(role, all, Optional.of(origin));
    }

    private static Message.Role role(Members message) {
        String role = message.need("role");
        return switch (role) {
            case "system" -> Message.Role.SYSTEM;
            case "user" -> Message.Role.USER;
            case "assistant" -> Message.Role.ASSISTANT;
            case "tool" -> Message.Role.TOOL;
            default -> throw message.wrong("role", "is '" + role + "'; use system, user, assistant or tool");
        };
    }

    private static List<Part.ToolCall> calls(Members message, int index) {
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Members call : message.children("tool_calls")) {
            Members function = call.needChild("function");
            int position = calls.size();
            String id = call.words("id").orElseGet(() -> "call_" + index + "_" + position);
            calls.add(new Part.ToolCall(id, function.need("name"), Calls.arguments(function)));
        }
        return calls;
    }

    /** The id of the call that a result answers, which is no longer open then. */
    private String answered(Members message, int index) {
        Optional<String> id = message.words("tool_call_id");
        if (id.isPresent()) {
            open.removeIf(call -> call.id().equals(id.get()));
            return id.get();
        }
        Optional<String> tool = message.words("tool_name");
        Optional<Part.ToolCall> answered = open.stream()
                .filter(call -> tool.filter(call.tool()::equals).isPresent())
                .findFirst()
                .or(() -> open.stream().findFirst());
        answered.ifPresent(open::remove);
        return answered.map(Part.ToolCall::id).orElse("call_" + index);
    }
}
