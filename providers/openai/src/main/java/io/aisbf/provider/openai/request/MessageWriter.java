// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.tool.ToolIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Writes a conversation. A message that came as {@code openai-chat} and was not changed is written as its bytes; any
 * other may become several: OpenAI wants each tool result in a message of its own, straight after the call, and takes
 * no pictures there nor from an assistant, so these follow in a user's message behind the last result.
 *
 * <p>A hint that cannot be carried is handed to {@code loss} as member and reason; a part without which the question
 * would be another one is {@code CANNOT_CARRY}. One for each conversation.
 */
final class MessageWriter {
    /** For conversations whose tools have the names that the upstream is to see. */
    static final UnaryOperator<String> ANY_NAME = name -> name;

    private final Json json;
    private final UnaryOperator<String> names;
    private final BiConsumer<String, String> loss;
    private final List<RawJson> out = new ArrayList<>();
    private final List<Part> waiting = new ArrayList<>();
    private String place = "";

    MessageWriter(Json json, UnaryOperator<String> names, BiConsumer<String, String> loss) {
        this.json = json;
        this.names = names;
        this.loss = loss;
    }

    /** The elements of the member {@code messages}. */
    List<RawJson> write(List<Message> messages) {
        for (int i = 0; i < messages.size(); i++) {
            place = "messages[" + i + "]";
            write(messages.get(i));
        }
        flush();
        return out;
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
                assistant(rest);
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
            if (part instanceof Part.Text) {
                words.add(part);
            } else if (PartWriter.carried(part, place, loss)) {
                waiting.add(part);
            }
        }
        if (result.failed()) {
            loss.accept(place + ".is_error", "openai-chat has no sign for a tool that failed");
        }
        JsonWriter writer = new JsonWriter().object().name("role").text("tool");
        writer.name("tool_call_id").text(ToolIds.fitting(result.callId(), ToolIds.OPENAI_LONGEST));
        return writer.name("content").text(text(words)).end().finish();
    }

    private void assistant(List<Part> parts) {
        Said said = new Said(json, names, place, loss);
        List<Part> spoken = said.sort(parts);
        JsonWriter writer = new JsonWriter().object().name("role").text("assistant");
        if (spoken.isEmpty() && said.holdsMore()) {
            writer.name("content").raw(RawJson.NULL);
        } else {
            content(writer.name("content"), spoken);
        }
        said.write(writer);
        out.add(writer.end().finish());
        waiting.addAll(said.pictures());
    }

    /** Words alone are written as a string, which every compatible upstream takes; anything else needs parts. */
    private void content(JsonWriter writer, List<Part> parts) {
        List<Part> carried = new ArrayList<>();
        for (Part part : parts) {
            if (PartWriter.carried(part, place, loss)) {
                carried.add(PartWriter.asWords(part));
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
}
