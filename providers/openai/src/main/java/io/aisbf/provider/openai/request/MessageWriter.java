// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.tool.ToolIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes a conversation. A message that came as {@code openai-chat} and was not changed is written as its bytes; any
 * other may become several: OpenAI wants each tool result in a message of its own, straight after the call, and takes
 * no pictures there, so these follow in a user's message behind the last result.
 *
 * <p>What cannot be carried is handed to {@code loss} as member and reason; a part without which the question would be
 * another one is {@code INVALID_REQUEST}.
 */
public final class MessageWriter {
    private final BiConsumer<String, String> loss;
    private final List<RawJson> out = new ArrayList<>();
    private final List<Part> waiting = new ArrayList<>();
    private String place = "";

    private MessageWriter(BiConsumer<String, String> loss) {
        this.loss = loss;
    }

    /** The elements of the member {@code messages}. */
    static List<RawJson> write(List<Message> messages, BiConsumer<String, String> loss) {
        MessageWriter writer = new MessageWriter(loss);
        for (int i = 0; i < messages.size(); i++) {
            writer.place = "messages[" + i + "]";
            writer.write(messages.get(i));
        }
        writer.flush();
        return writer.out;
    }

    private void write(Message message) {
        Optional<RawJson> same = message.origin()
                .filter(origin -> origin.format().equals(WireName.OPENAI_CHAT))
                .map(Message.Origin::json);
        if (same.isPresent()) {
            if (message.role() != Message.Role.TOOL) {
                flush();
            }
            out.add(same.get());
        } else {
            translate(message);
        }
    }

    private void translate(Message message) {
        List<Part> rest = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                out.add(result(result));
            } else {
                rest.add(part);
            }
        }
        switch (message.role()) {
            case TOOL -> waiting.addAll(rest);
            case USER -> user(message, rest);
            case ASSISTANT -> {
                flush();
                out.add(assistant(rest));
            }
            case SYSTEM -> {
                flush();
                out.add(spoken("system", rest));
            }
        }
    }

    private void user(Message message, List<Part> rest) {
        boolean onlyResults = rest.isEmpty() && !message.parts().isEmpty();
        waiting.addAll(rest);
        if (!onlyResults) {
            out.add(spoken("user", List.copyOf(waiting)));
            waiting.clear();
        }
    }

    private void flush() {
        if (!waiting.isEmpty()) {
            out.add(spoken("user", List.copyOf(waiting)));
            waiting.clear();
        }
    }

    private RawJson spoken(String role, List<Part> parts) {
        JsonWriter writer = new JsonWriter().object().name("role").text(role);
        content(writer.name("content"), parts);
        return writer.end().finish();
    }

    private RawJson result(Part.ToolResult result) {
        List<Part> words = new ArrayList<>();
        for (Part part : result.content()) {
            (part instanceof Part.Text ? words : waiting).add(part);
        }
        if (result.failed()) {
            loss.accept(place + ".is_error", "openai-chat has no sign for a tool that failed");
        }
        JsonWriter writer = new JsonWriter().object().name("role").text("tool");
        writer.name("tool_call_id").text(ToolIds.fitting(result.callId(), ToolIds.OPENAI_LONGEST));
        return writer.name("content").text(text(words)).end().finish();
    }

    private RawJson assistant(List<Part> parts) {
        List<Part> spoken = new ArrayList<>();
        List<RawJson> calls = new ArrayList<>();
        StringBuilder refusal = new StringBuilder();
        JsonWriter writer = new JsonWriter().object().name("role").text("assistant");
        for (Part part : parts) {
            switch (part) {
                case Part.ToolCall call -> calls.add(call(call));
                case Part.Refusal words -> refusal.append(words.text());
                case Part.Reasoning _ -> loss.accept(place + ".reasoning", "openai-chat takes no reasoning back");
                case Part.Other other
                when isOurs(other) && other.type().equals("tool_calls") -> calls.add(other.json());
                case Part.Other other
                when isOurs(other) && MessageReader.KEPT.contains(other.type()) ->
                    writer.name(other.type()).raw(other.json());
                default -> spoken.add(part);
            }
        }
        refused(writer, refusal);
        if (spoken.isEmpty() && (!calls.isEmpty() || !refusal.isEmpty())) {
            writer.name("content").raw(RawJson.NULL);
        } else {
            content(writer.name("content"), spoken);
        }
        if (!calls.isEmpty()) {
            writer.name("tool_calls").raw(RawJson.array(calls));
        }
        return writer.end().finish();
    }

    private static void refused(JsonWriter writer, StringBuilder words) {
        if (!words.isEmpty()) {
            writer.name("refusal").text(words.toString());
        }
    }

    /** A call as an element of {@code tool_calls}. */
    public static RawJson call(Part.ToolCall call) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("id")
                .text(ToolIds.fitting(call.id(), ToolIds.OPENAI_LONGEST))
                .name("type")
                .text("function");
        writer.name("function").object().name("name").text(call.tool());
        boolean isString = call.arguments().kind() == RawJson.Kind.STRING;
        RawJson arguments =
                isString ? call.arguments() : RawJson.text(call.arguments().toString());
        writer.name("arguments").raw(arguments);
        return writer.end().end().finish();
    }

    /** Words alone are written as a string, which every compatible upstream takes; anything else needs parts. */
    private void content(JsonWriter writer, List<Part> parts) {
        List<Part> carried = new ArrayList<>();
        for (Part part : parts) {
            Optional<String> foreign = PartWriter.foreign(part);
            foreign.ifPresent(kind -> loss.accept(place + "." + kind, "openai-chat has no such part"));
            if (foreign.isEmpty()) {
                carried.add(part);
            }
        }
        if (carried.stream().allMatch(Part.Text.class::isInstance)) {
            writer.text(text(carried));
            return;
        }
        writer.array();
        carried.forEach(part -> PartWriter.write(part, writer, place));
        writer.end();
    }

    private static String text(List<Part> parts) {
        return new Message(Message.Role.USER, parts, Optional.empty()).text();
    }

    private static boolean isOurs(Part.Other other) {
        return other.format().equals(WireName.OPENAI_CHAT);
    }
}
