// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Calls;
import io.aisbf.provider.openai.responses.item.Contents;
import io.aisbf.provider.openai.responses.item.Thoughts;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Decodes {@code instructions} and {@code input}. What the model did in one turn lies here in an item each (thought,
 * words, call), and is one message elsewhere; so items of the model that follow each other become one message, whose
 * origin is the array of them. The origin of the instructions, and of an input that is only words, is that string.
 */
final class InputReader {
    private static final WireName OWN = WireName.OPENAI_RESPONSES;
    private static final Set<String> MESSAGE = Set.of("type", "role", "content", "id", "status");
    private static final Set<String> CALL = Set.of("type", "id", "call_id", "name", "arguments", "input", "status");
    private static final Set<String> RESULT = Set.of("type", "id", "call_id", "output", "status");
    private static final Set<String> THOUGHT =
            Set.of("type", "id", "summary", "content", "encrypted_content", "status");
    /** What the upstream looked up by itself, which the model's next words already speak of. */
    private static final Set<String> LOOKED_UP = Set.of("web_search_call", "file_search_call", "mcp_list_tools");

    private final Members body;
    private final List<Message> messages = new ArrayList<>();
    private final SequencedMap<String, RawJson> leftovers = new LinkedHashMap<>();
    private final List<Part> said = new ArrayList<>();
    private final List<RawJson> items = new ArrayList<>();

    private InputReader(Members body) {
        this.body = body;
    }

    /**
     * What a client sent.
     *
     * @param leftovers members of items that nobody reads, by their paths
     */
    record Conversation(List<Message> messages, SequencedMap<String, RawJson> leftovers) {
        Conversation {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Reads both members.
     *
     * @throws io.aisbf.api.call.CallException {@code INVALID_REQUEST}, naming the member
     */
    static Conversation read(Members body) {
        InputReader reader = new InputReader(body);
        body.text("instructions")
                .ifPresent(words -> reader.add(Role.SYSTEM, List.of(new Part.Text(words)), RawJson.text(words)));
        reader.input();
        reader.turn();
        return new Conversation(reader.messages, reader.leftovers);
    }

    private void input() {
        Optional<RawJson> input = body.get("input");
        if (input.isEmpty()) {
            if (RequestMembers.CONTINUES.stream()
                    .noneMatch(name -> body.get(name).isPresent())) {
                throw body.wrong("input", "is missing; a string or an array of items is expected");
            }
            return;
        }
        switch (input.get().kind()) {
            case STRING ->
                add(Role.USER, List.of(new Part.Text(body.text("input").orElse(""))), input.get());
            case ARRAY -> body.children("input").forEach(this::item);
            default -> throw body.wrong("input", "is neither a string nor an array of items");
        }
    }

    private void item(Members item) {
        // The short form of a message has a role and no type.
        String type = item.text("type").orElseGet(() -> item.get("role").isPresent() ? "message" : item.need("type"));
        switch (type) {
            case "message" -> message(item);
            case "function_call" -> say(item, Calls.function(item), CALL);
            case "custom_tool_call" -> say(item, Calls.custom(item), CALL);
            case "reasoning" -> say(item, Thoughts.read(item), THOUGHT);
            case "function_call_output", "custom_tool_call_output" -> result(item);
            default -> other(item, type);
        }
    }

    private void message(Members item) {
        String word = item.need("role");
        Role role = switch (word) {
            case "system", "developer" -> Role.SYSTEM;
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> throw item.wrong("role", "is '" + word + "'; use system, developer, user or assistant");
        };
        List<Part> parts = Contents.read(item, "content", leftovers);
        Contents.leave(item, MESSAGE, leftovers);
        if (role == Role.ASSISTANT) {
            said.addAll(parts);
            items.add(item.object().raw());
        } else {
            turn();
            add(role, parts, item.object().raw());
        }
    }

    private void say(Members item, Part part, Set<String> known) {
        said.add(part);
        items.add(item.object().raw());
        Contents.leave(item, known, leftovers);
    }

    private void result(Members item) {
        turn();
        Part result = new Part.ToolResult(item.need("call_id"), Contents.read(item, "output", leftovers), false);
        Contents.leave(item, RESULT, leftovers);
        add(Role.TOOL, List.of(result), item.object().raw());
    }

    /** An item without which the conversation would be another one, unless it only tells what was looked up. */
    private void other(Members item, String type) {
        Part part = new Part.Other(OWN, type, item.object().raw(), LOOKED_UP.contains(type));
        if (type.endsWith("_call") || LOOKED_UP.contains(type)) {
            said.add(part);
            items.add(item.object().raw());
        } else {
            turn();
            add(
                    type.endsWith("_output") ? Role.TOOL : Role.USER,
                    List.of(part),
                    item.object().raw());
        }
    }

    /** Ends the model's turn, if it is its turn. */
    private void turn() {
        if (!items.isEmpty()) {
            add(Role.ASSISTANT, said, items.size() == 1 ? items.getFirst() : RawJson.array(items));
            said.clear();
            items.clear();
        }
    }

    private void add(Role role, List<Part> parts, RawJson json) {
        messages.add(new Message(role, parts, Optional.of(new Message.Origin(OWN, json))));
    }
}
