// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.part.PartWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Writes a conversation. A message that came as {@code gemini-content} and was not changed is written as its bytes.
 * Those of one side that follow each other become one content, instructions wherever they stood become the
 * one instruction, and empty ones are left out: Gemini refuses contents and parts without anything in them.
 *
 * <p>What cannot be carried is handed to {@code loss} as member and reason; a part without which the question would be
 * another one is refused.
 */
final class ContentWriter {
    private final Json json;
    private final MessageWriter messages;
    private final BiConsumer<String, String> loss;
    private final List<Turn> turns = new ArrayList<>();
    private final List<String> instructions = new ArrayList<>();
    private Optional<RawJson> kept = Optional.empty();

    private ContentWriter(Json json, MessageWriter messages, BiConsumer<String, String> loss) {
        this.json = json;
        this.messages = messages;
        this.loss = loss;
    }

    /** The members {@code systemInstruction}, if there is to be one, and {@code contents}. */
    record Written(Optional<RawJson> instruction, List<RawJson> contents) {}

    static Written write(
            Json json,
            List<Message> messages,
            String model,
            UnaryOperator<String> names,
            BiConsumer<String, String> loss) {
        ContentWriter writer = new ContentWriter(json, new MessageWriter(json, model, names, loss), loss);
        for (int i = 0; i < messages.size(); i++) {
            writer.write(messages.get(i), i);
        }
        return writer.written();
    }

    private void write(Message message, int index) {
        String place = "messages[" + index + "]";
        Optional<RawJson> same = message.origin()
                .filter(origin -> origin.format().equals(WireName.GEMINI_CONTENT))
                .map(Message.Origin::json);
        if (message.role() == Role.SYSTEM) {
            instruct(message, same, place);
            return;
        }
        boolean models = message.role() == Role.ASSISTANT;
        messages.remember(message, models);
        if (same.isPresent()) {
            kept(models, same.get());
        } else {
            messages.write(message, turn(models), place);
        }
    }

    private void instruct(Message message, Optional<RawJson> same, String place) {
        kept = instructions.isEmpty() && turns.isEmpty() ? same : Optional.empty();
        if (!turns.isEmpty()) {
            loss.accept(place + ".role", "Gemini has one instruction, at the beginning; it was moved there");
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.Text text) {
                if (!text.text().isEmpty()) {
                    instructions.add(text.text());
                }
            } else {
                messages.drop(part, place);
            }
        }
    }

    /** One beside another of its side becomes part of it: what lay between them may have been condensed away. */
    private void kept(boolean models, RawJson content) {
        boolean joins = !turns.isEmpty()
                && turns.getLast().models() == models
                && !turns.getLast().isEmpty();
        if (joins) {
            Turn turn = turn(models);
            Turn.of(models, content).opened(json).parts().forEach(turn::add);
        } else {
            turns.add(Turn.of(models, content));
        }
    }

    /** The content that a message of one side belongs to; one that stayed empty parts nobody. */
    private Turn turn(boolean models) {
        while (!turns.isEmpty() && turns.getLast().isEmpty()) {
            turns.removeLast();
        }
        if (turns.isEmpty() || turns.getLast().models() != models) {
            turns.add(Turn.empty(models));
        } else {
            turns.add(turns.removeLast().opened(json));
        }
        return turns.getLast();
    }

    private Written written() {
        List<RawJson> contents = new ArrayList<>();
        for (Turn turn : turns) {
            if (!turn.isEmpty()) {
                contents.add(turn.written());
            }
        }
        Optional<RawJson> instruction = instructions.isEmpty() ? kept : kept.or(() -> Optional.of(instruction()));
        if (contents.isEmpty() && instruction.isPresent()) {
            loss.accept("messages[0].role", "Gemini wants a question beside an instruction; it was sent as one");
            return new Written(Optional.empty(), List.of(asked()));
        }
        return new Written(instruction, contents);
    }

    private RawJson instruction() {
        return new JsonWriter()
                .object()
                .name("parts")
                .array()
                .raw(PartWriter.text(String.join("\n\n", instructions), Optional.empty()))
                .end()
                .end()
                .finish();
    }

    private RawJson asked() {
        Turn turn = Turn.empty(false);
        turn.add(PartWriter.text(String.join("\n\n", instructions), Optional.empty()));
        return turn.written();
    }
}
