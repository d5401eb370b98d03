// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes a conversation as Ollama's messages, whose content is one string, beside which pictures stand. A message that
 * came as {@code ollama-chat} and was not changed is written as its bytes; each tool result becomes a message of its
 * own.
 *
 * <p>Hints that cannot be carried are handed to {@code loss} as member and reason; what changes the meaning is {@code
 * CANNOT_CARRY}.
 */
final class MessageWriter {
    private final Json json;
    private final BiConsumer<String, String> loss;
    private final Map<String, String> tools = new HashMap<>();
    private final List<RawJson> out = new ArrayList<>();
    private String place = "";

    private MessageWriter(Json json, BiConsumer<String, String> loss) {
        this.json = json;
        this.loss = loss;
    }

    /** The elements of the member {@code messages}. */
    static List<RawJson> write(Json json, List<Message> messages, BiConsumer<String, String> loss) {
        MessageWriter writer = new MessageWriter(json, loss);
        for (int i = 0; i < messages.size(); i++) {
            writer.place = "messages[" + i + "]";
            writer.write(messages.get(i));
        }
        return writer.out;
    }

    private void write(Message message) {
        message.parts().forEach(this::remember);
        Optional<RawJson> same = message.origin()
                .filter(origin -> origin.format().equals(Door.CHAT.format()))
                .map(Message.Origin::json);
        if (same.isPresent()) {
            out.add(same.get());
            return;
        }
        List<Part> rest = new ArrayList<>();
        boolean answered = false;
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                out.add(result(result));
                answered = true;
            } else {
                rest.add(part);
            }
        }
        if (!rest.isEmpty() || !answered) {
            out.add(message(role(message.role()), rest));
        }
    }

    private void remember(Part part) {
        if (part instanceof Part.ToolCall call) {
            tools.put(call.id(), call.tool());
        }
    }

    private static String role(Message.Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case ASSISTANT -> "assistant";
            // What stands beside the results of tools and is none is the client's own.
            case USER, TOOL -> "user";
        };
    }

    private RawJson result(Part.ToolResult result) {
        if (result.failed()) {
            loss.accept(place + ".is_error", "Ollama has no sign for a tool that failed");
        }
        JsonWriter writer = new JsonWriter().object().name("role").text("tool");
        said(Said.of(result.content(), place, loss), writer);
        Optional.ofNullable(tools.get(result.callId()))
                .ifPresent(tool -> writer.name("tool_name").text(tool));
        return writer.name("tool_call_id").text(result.callId()).end().finish();
    }

    private RawJson message(String role, List<Part> parts) {
        JsonWriter writer = new JsonWriter().object().name("role").text(role);
        List<Part.ToolCall> calls = new ArrayList<>();
        List<Part> said = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.ToolCall call) {
                calls.add(called(call));
            } else {
                said.add(part);
            }
        }
        said(Said.of(said, place, loss), writer);
        if (!calls.isEmpty()) {
            Calls.write(calls, writer.name("tool_calls"));
        }
        return writer.end().finish();
    }

    private static void said(Said said, JsonWriter writer) {
        writer.name("content").text(said.text());
        if (!said.thinking().isEmpty()) {
            writer.name("thinking").text(said.thinking());
        }
        if (!said.images().isEmpty()) {
            writer.name("images").array();
            said.images().forEach(writer::text);
            writer.end();
        }
    }

    private Part.ToolCall called(Part.ToolCall call) {
        RawJson arguments = Calls.object(call.arguments(), json).orElseThrow(() -> {
            String member = place + ".tool_calls";
            return new CallException(
                    Failure.INVALID_REQUEST,
                    member + " calls " + call.tool() + " with arguments that are no JSON object; send an object",
                    CallException.Details.NONE.withMember(member));
        });
        return new Part.ToolCall(call.id(), call.tool(), arguments);
    }

    /**
     * What a message says in Ollama's few kinds.
     *
     * @param images in base64
     */
    record Said(String text, String thinking, List<String> images) {
        static Said of(List<Part> parts, String place, BiConsumer<String, String> loss) {
            List<String> words = new ArrayList<>();
            List<String> thoughts = new ArrayList<>();
            List<String> images = new ArrayList<>();
            for (Part part : parts) {
                switch (part) {
                    case Part.Text text -> words.add(text.text());
                    case Part.Refusal refusal -> words.add(refusal.text());
                    case Part.Reasoning thought -> thoughts.add(thought(thought, place, loss));
                    case Part.Image image -> images.add(image(image, place, loss));
                    default -> uncarried(part, place, loss);
                }
            }
            thoughts.removeIf(String::isEmpty);
            return new Said(String.join("\n", words), String.join("\n", thoughts), List.copyOf(images));
        }

        private static String thought(Part.Reasoning thought, String place, BiConsumer<String, String> loss) {
            if (thought.signature().isPresent()) {
                loss.accept(place + ".reasoning", "Ollama takes thoughts without their signatures");
            }
            return thought.text();
        }

        private static String image(Part.Image image, String place, BiConsumer<String, String> loss) {
            image.detail()
                    .ifPresent(detail -> loss.accept(place + ".detail", "Ollama looks at pictures in one resolution"));
            return Pictures.base64(image, place + ".content");
        }

        private static void uncarried(Part part, String place, BiConsumer<String, String> loss) {
            switch (part) {
                case Part.Citation _ -> loss.accept(place + ".citations", "Ollama knows no citations");
                case Part.CachePoint _ -> loss.accept(place + ".cache_control", "Ollama's cache needs no marks");
                case Part.Other other
                when other.hint() -> loss.accept(place + "." + other.type(), "Ollama has no such part");
                case Part.Other other -> throw Call.cannotCarry(place + "." + other.type(), "Ollama has no such part");
                case Part.Audio _ -> throw Call.cannotCarry(place + ".audio", "Ollama takes no recordings");
                case Part.Document _ ->
                    throw Call.cannotCarry(place + ".document", "Ollama takes no files; send its text");
                default ->
                    throw Call.cannotCarry(
                            place + ".content",
                            "Ollama has no place for a " + part.getClass().getSimpleName() + " there");
            }
        }
    }
}
