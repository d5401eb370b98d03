// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.openai.responses.item.Thoughts;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** A thought that is being streamed, as a summary of one part. */
final class ThoughtItem implements OpenItem {
    private final ItemEvents events;
    private final StringBuilder words = new StringBuilder();
    private Optional<Signature> signature = Optional.empty();
    private boolean spoke;

    private ThoughtItem(ItemEvents events) {
        this.events = events;
    }

    static ThoughtItem begin(ItemEvents events) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("id").text(events.id());
        writer.name("type").text("reasoning").name("summary").array().end();
        events.added(writer.end().finish());
        return new ThoughtItem(events);
    }

    void think(String more) throws IOException {
        if (more.isEmpty()) {
            return;
        }
        if (!spoke) {
            spoke = true;
            send("reasoning_summary_part.added", writer -> writer.name("part").raw(Thoughts.summary("")));
        }
        words.append(more);
        send("reasoning_summary_text.delta", writer -> writer.name("delta").text(more));
    }

    void sign(Signature proof) {
        signature = Optional.of(proof);
    }

    @Override
    public RawJson close(String status) throws IOException {
        String all = words.toString();
        if (spoke) {
            send("reasoning_summary_text.done", writer -> writer.name("text").text(all));
            send("reasoning_summary_part.done", writer -> writer.name("part").raw(Thoughts.summary(all)));
        }
        return events.done(Thoughts.write(events.id(), all, signature));
    }

    private void send(String type, Consumer<JsonWriter> members) throws IOException {
        events.send(type, writer -> {
            writer.name("summary_index").number(0);
            members.accept(writer);
        });
    }
}
