// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Probabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a message as it grows, and the item they make. */
final class MessageItem {
    private final String id;
    private final List<RawJson> complete = new ArrayList<>();
    private final List<RawJson> annotations = new ArrayList<>();
    private final List<Probability> tokens = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private Optional<Boolean> refusal = Optional.empty();

    MessageItem(String id) {
        this.id = id;
    }

    /** Whether a part of that kind is open. */
    boolean open(boolean refusing) {
        return refusal.filter(kind -> kind == refusing).isPresent();
    }

    /** Whether any part is open. */
    boolean open() {
        return refusal.isPresent();
    }

    /** Opens a part. */
    void begin(boolean refusing) {
        refusal = Optional.of(refusing);
    }

    /** Which part is open, or comes next. */
    int index() {
        return complete.size();
    }

    void say(String more) {
        words.append(more);
    }

    void weigh(List<Probability> more) {
        tokens.addAll(more);
    }

    /** Adds an annotation and tells its place among them. */
    int cite(RawJson annotation) {
        annotations.add(annotation);
        return annotations.size() - 1;
    }

    String words() {
        return words.toString();
    }

    RawJson logprobs() {
        return Probabilities.write(tokens);
    }

    /** The open part as it stands. */
    RawJson part() {
        return refusal.orElse(false) ? refusal(words.toString()) : text(words.toString(), annotations, tokens);
    }

    /** Closes the open part. */
    RawJson close() {
        RawJson part = part();
        complete.add(part);
        words.setLength(0);
        annotations.clear();
        tokens.clear();
        refusal = Optional.empty();
        return part;
    }

    /** The item with the parts that are closed. */
    RawJson item(String status) {
        JsonWriter writer =
                new JsonWriter().object().name("id").text(id).name("type").text("message");
        writer.name("status").text(status).name("role").text("assistant");
        return writer.name("content").raw(RawJson.array(complete)).end().finish();
    }

    private static RawJson text(String words, List<RawJson> annotations, List<Probability> tokens) {
        JsonWriter writer = new JsonWriter().object().name("type").text("output_text");
        writer.name("annotations").raw(RawJson.array(annotations));
        writer.name("logprobs").raw(Probabilities.write(tokens));
        return writer.name("text").text(words).end().finish();
    }

    private static RawJson refusal(String words) {
        return new JsonWriter()
                .object()
                .name("type")
                .text("refusal")
                .name("refusal")
                .text(words)
                .end()
                .finish();
    }
}
