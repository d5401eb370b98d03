// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Probabilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A message that is being streamed: its parts one after the other, each opened before and closed after its words. */
final class SpokenItem implements OpenItem {
    private final ItemEvents events;
    private final MessageItem message;
    private final List<Probability> untold = new ArrayList<>();

    private SpokenItem(ItemEvents events) {
        this.events = events;
        this.message = new MessageItem(events.id());
    }

    static SpokenItem begin(ItemEvents events) throws IOException {
        SpokenItem item = new SpokenItem(events);
        events.added(item.message.item("in_progress"));
        return item;
    }

    void say(String words, boolean refusing) throws IOException {
        open(refusing);
        message.say(words);
        List<Probability> tokens = List.copyOf(untold);
        untold.clear();
        events.send(refusing ? "refusal.delta" : "output_text.delta", writer -> {
            writer.name("content_index").number(message.index()).name("delta").text(words);
            if (!refusing) {
                writer.name("logprobs").raw(Probabilities.write(tokens));
            }
        });
    }

    /** Tells how likely tokens were: with the words that come next, and in any case once the part is complete. */
    void weigh(List<Probability> tokens) throws IOException {
        open(false);
        message.weigh(tokens);
        untold.addAll(tokens);
    }

    void cite(RawJson annotation) throws IOException {
        open(false);
        int place = message.cite(annotation);
        events.send(
                "output_text.annotation.added",
                writer -> writer.name("content_index")
                        .number(message.index())
                        .name("annotation_index")
                        .number(place)
                        .name("annotation")
                        .raw(annotation));
    }

    @Override
    public RawJson close(String status) throws IOException {
        part();
        return events.done(message.item(status));
    }

    private void open(boolean refusing) throws IOException {
        if (message.open(refusing)) {
            return;
        }
        part();
        message.begin(refusing);
        RawJson empty = message.part();
        events.send(
                "content_part.added",
                writer -> writer.name("content_index")
                        .number(message.index())
                        .name("part")
                        .raw(empty));
    }

    private void part() throws IOException {
        if (!message.open()) {
            return;
        }
        int index = message.index();
        boolean refusing = message.open(true);
        String words = message.words();
        RawJson logprobs = message.logprobs();
        untold.clear();
        events.send(refusing ? "refusal.done" : "output_text.done", writer -> {
            writer.name("content_index").number(index);
            writer.name(refusing ? "refusal" : "text").text(words);
            if (!refusing) {
                writer.name("logprobs").raw(logprobs);
            }
        });
        RawJson part = message.close();
        events.send(
                "content_part.done",
                writer ->
                        writer.name("content_index").number(index).name("part").raw(part));
    }
}
