// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.runtime.count.vocabulary.Tally;
import io.aisbf.runtime.count.vocabulary.TextCounter;
import java.util.List;

/** One way through a request, counting. Used by one thread, once. */
final class Walk {
    private final Family family;
    private final String model;
    private final TextCounter counter;
    private final Tally text = new Tally();
    /** In tokens of the model. */
    private long fixed;

    Walk(Family family, String model, TextCounter counter) {
        this.family = family;
        this.model = model;
        this.counter = counter;
    }

    /** All a model gets to read of a request. */
    void request(ChatRequest request) {
        fixed += family.request();
        messages(request.messages());
        tools(request.tools());
        if (request.options().shape().orElse(Options.Shape.Json.ANY) instanceof Options.Shape.Schema shape) {
            counter.add(shape.schema(), text);
        }
    }

    /** Messages, each with what is put round it. */
    void messages(List<Message> messages) {
        for (Message message : messages) {
            fixed += family.message();
            parts(message.parts());
        }
    }

    private void tools(List<Tool> tools) {
        fixed += tools.isEmpty() ? 0 : family.tools();
        for (Tool tool : tools) {
            fixed += family.tool();
            text(tool.name());
            counter.add(tool.parameters(), text);
            tool.description().ifPresent(this::text);
        }
    }

    private void parts(List<Part> parts) {
        for (Part part : parts) {
            switch (part) {
                case Part.Text said -> text(said.text());
                case Part.Reasoning thought -> text(thought.text());
                case Part.Refusal refusal -> text(refusal.text());
                case Part.ToolCall call -> {
                    text(call.tool());
                    counter.add(call.arguments(), text);
                }
                case Part.ToolResult result -> parts(result.content());
                case Part.Image image -> fixed += Media.picture(family, model, image);
                case Part.Audio audio -> fixed += Media.recording(family, audio);
                case Part.Document document -> fixed += Media.document(family, document);
                case Part.Citation citation -> citation.quote().ifPresent(this::text);
                case Part.CachePoint _ -> {}
                case Part.Other other when other.hint() -> {}
                case Part.Other other -> counter.add(other.json(), text);
            }
        }
    }

    private void text(String said) {
        counter.add(said, text);
    }

    /** Whether it was counted without a vocabulary. */
    boolean rough() {
        return counter.rough();
    }

    /** What it came to. */
    long tokens() {
        return fixed + Math.round(family.weighed(text));
    }
}
