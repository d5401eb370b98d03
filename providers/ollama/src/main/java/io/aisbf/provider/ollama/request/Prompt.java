// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The words of a request at {@link Door#GENERATE}: one prompt, with instructions and pictures beside it. */
final class Prompt {
    private Prompt() {}

    /** The conversation that a prompt amounts to; none where there is nothing to say but that the model be loaded. */
    static List<Message> messages(Members body) {
        List<Message> messages = new ArrayList<>();
        body.words("system").ifPresent(text -> messages.add(Message.of(Message.Role.SYSTEM, text)));
        List<Part> parts = new ArrayList<>(Pictures.read(body));
        body.words("prompt").ifPresent(text -> parts.add(new Part.Text(text)));
        if (parts.isEmpty()) {
            return List.of();
        }
        messages.add(new Message(Message.Role.USER, parts, Optional.empty()));
        return List.copyOf(messages);
    }

    /** Writes a conversation of instructions and one question; any other needs {@link Door#CHAT}. */
    static void write(ChatRequest request, JsonWriter writer, Call call) {
        BiConsumer<String, String> loss = call::declareLoss;
        List<String> system = new ArrayList<>();
        List<Part> question = new ArrayList<>();
        boolean asked = false;
        for (int i = 0; i < request.messages().size(); i++) {
            Message message = request.messages().get(i);
            String place = "messages[" + i + "]";
            if (message.role() == Message.Role.SYSTEM) {
                system.add(MessageWriter.Said.of(message.parts(), place, loss).text());
            } else if (message.role() == Message.Role.USER && !asked) {
                asked = true;
                question.addAll(message.parts());
            } else {
                throw Call.cannotCarry(place, "ollama-generate takes one prompt, no conversation");
            }
        }
        if (!request.tools().isEmpty()) {
            throw Call.cannotCarry("tools", "ollama-generate takes no tools");
        }
        write(system, MessageWriter.Said.of(question, "messages", loss), writer);
    }

    private static void write(List<String> system, MessageWriter.Said said, JsonWriter writer) {
        writer.name("prompt").text(said.text());
        if (!system.isEmpty()) {
            writer.name("system").text(String.join("\n\n", system));
        }
        if (!said.images().isEmpty()) {
            writer.name("images").array();
            said.images().forEach(writer::text);
            writer.end();
        }
    }
}
