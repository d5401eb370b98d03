// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Calls;
import io.aisbf.provider.openai.responses.item.Thoughts;
import io.aisbf.wire.tool.ToolIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Writes a conversation as {@code instructions} and {@code input}. A message that came as {@code openai-responses} and
 * was not changed is written as its bytes; any other becomes an item for its words, and one for each thought, call and
 * result. Used once.
 *
 * <p>What cannot be carried is handed to {@code loss} as member and reason; a part without which the question would be
 * another one is {@code CANNOT_CARRY}.
 */
final class InputWriter {
    private static final WireName OWN = WireName.OPENAI_RESPONSES;

    private final Json json;
    private final Names names;
    private final BiConsumer<String, String> loss;
    private final List<RawJson> items = new ArrayList<>();
    private final Set<String> customCalls = new HashSet<>();
    private Optional<RawJson> instructions = Optional.empty();
    private String place = "";

    InputWriter(Json json, Names names, BiConsumer<String, String> loss) {
        this.json = json;
        this.names = names;
        this.loss = loss;
    }

    /**
     * What tools and files are called here.
     *
     * @param sent a tool's name as the upstream takes it
     * @param custom the names of those that take bare text
     * @param uploads whether the ids of uploaded files are those of the upstream
     */
    record Names(UnaryOperator<String> sent, Set<String> custom, boolean uploads) {
        /** Names that need no change. */
        static Names of(Set<String> custom) {
            return new Names(UnaryOperator.identity(), custom, true);
        }
    }

    /** The values of both members. */
    record Written(Optional<RawJson> instructions, RawJson input) {}

    /** Writes messages. */
    Written write(List<Message> messages) {
        int from = 0;
        if (!messages.isEmpty()) {
            instructions = instructions(messages.getFirst());
            from = instructions.isPresent() ? 1 : 0;
        }
        if (messages.size() == from + 1) {
            Optional<RawJson> words = own(messages.getLast()).filter(InputWriter::isString);
            if (words.isPresent() && messages.getLast().role() == Role.USER) {
                return new Written(instructions, words.get());
            }
        }
        for (int i = from; i < messages.size(); i++) {
            place = "messages[" + i + "]";
            write(messages.get(i));
        }
        return new Written(instructions, RawJson.array(items));
    }

    /** The first message as the instructions: if that is what it was, or if it came from elsewhere and is only words. */
    private static Optional<RawJson> instructions(Message first) {
        if (first.role() != Role.SYSTEM) {
            return Optional.empty();
        }
        if (own(first).isPresent()) {
            return own(first).filter(InputWriter::isString);
        }
        return !first.parts().isEmpty() && first.parts().stream().allMatch(Part.Text.class::isInstance)
                ? Optional.of(RawJson.text(first.text()))
                : Optional.empty();
    }

    private void write(Message message) {
        Optional<RawJson> same = own(message).filter(bytes -> !isString(bytes));
        if (same.isEmpty()) {
            translate(message);
        } else if (same.get().kind() == RawJson.Kind.ARRAY) {
            items.addAll(json.array(same.get()));
        } else {
            items.add(same.get());
        }
    }

    /** Words stay together; whatever is an item of its own parts them. */
    private void translate(Message message) {
        List<Part> words = new ArrayList<>();
        for (Part part : message.parts()) {
            switch (part) {
                case Part.ToolResult result -> {
                    speak(message.role(), words);
                    result(result);
                }
                case Part.ToolCall call -> {
                    speak(message.role(), words);
                    call(call);
                }
                case Part.Reasoning thought -> {
                    speak(message.role(), words);
                    think(thought);
                }
                case Part.Other other
                when isItem(other) -> {
                    speak(message.role(), words);
                    items.add(other.json());
                }
                case Part.CachePoint _ -> lose("cache_control", "has no marks for the prompt cache");
                default -> words.add(part);
            }
        }
        if (message.parts().isEmpty()) {
            words.add(new Part.Text(""));
        }
        speak(message.role(), words);
    }

    private void speak(Role role, List<Part> words) {
        if (!words.isEmpty()) {
            items.add(spoken(role, List.copyOf(words)));
            words.clear();
        }
    }

    private RawJson spoken(Role role, List<Part> parts) {
        JsonWriter writer = new JsonWriter().object().name("type").text("message");
        writer.name("role")
                .text(
                        switch (role) {
                            case SYSTEM -> "system";
                            case USER, TOOL -> "user";
                            case ASSISTANT -> "assistant";
                        });
        return writer.name("content")
                .raw(contents(role == Role.ASSISTANT).write(parts))
                .end()
                .finish();
    }

    private ContentWriter contents(boolean model) {
        return new ContentWriter(place + ".content", model, names.uploads(), loss);
    }

    private void call(Part.ToolCall call) {
        String id = ToolIds.fitting(call.id(), ToolIds.OPENAI_LONGEST);
        boolean custom = names.custom().contains(call.tool());
        String arguments = Calls.text(json, call.arguments());
        if (custom) {
            customCalls.add(id);
        }
        items.add(Calls.write(
                "", id, names.sent().apply(call.tool()), custom, custom ? Calls.input(json, arguments) : arguments));
    }

    private void result(Part.ToolResult result) {
        String id = ToolIds.fitting(result.callId(), ToolIds.OPENAI_LONGEST);
        if (result.failed()) {
            lose("is_error", "has no sign for a tool that failed");
        }
        JsonWriter writer = new JsonWriter().object().name("type");
        writer.text(customCalls.contains(id) ? "custom_tool_call_output" : "function_call_output");
        writer.name("call_id").text(id).name("output");
        boolean plain = result.content().stream().allMatch(Part.Text.class::isInstance);
        if (plain) {
            writer.text(new Message(Role.TOOL, result.content(), Optional.empty()).text());
        } else {
            writer.raw(contents(false).write(result.content()));
        }
        items.add(writer.end().finish());
    }

    private void think(Part.Reasoning thought) {
        if (Thoughts.own(thought.signature())) {
            items.add(Thoughts.write(Thoughts.id(thought.signature(), ""), thought.text(), thought.signature()));
        } else {
            lose("reasoning", "takes no thoughts back but its own");
        }
    }

    private void lose(String member, String why) {
        loss.accept(place + "." + member, "openai-responses " + why);
    }

    private boolean isItem(Part.Other other) {
        if (!other.format().equals(OWN)) {
            if (!other.hint()) {
                throw Call.cannotCarry(place + "." + other.type(), "openai-responses has no such part");
            }
            return false;
        }
        return !other.type().startsWith("input_") && !other.type().startsWith("output_");
    }

    private static Optional<RawJson> own(Message message) {
        return message.origin().filter(origin -> origin.format().equals(OWN)).map(Message.Origin::json);
    }

    private static boolean isString(RawJson value) {
        return value.kind() == RawJson.Kind.STRING;
    }
}
