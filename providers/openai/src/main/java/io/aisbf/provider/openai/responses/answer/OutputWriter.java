// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Annotations;
import io.aisbf.provider.openai.responses.item.Calls;
import io.aisbf.provider.openai.responses.item.Outcome;
import io.aisbf.provider.openai.responses.item.Thoughts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the items of a whole answer that came in another format, or from no wire at all. */
final class OutputWriter {
    private final Json json;
    private final Call call;
    private final Set<String> custom;
    private final ChatResponse.Choice choice;
    private final List<RawJson> items = new ArrayList<>();
    private final String status;
    private Optional<MessageItem> speech = Optional.empty();
    private boolean weighed;

    private OutputWriter(Json json, Call call, Set<String> custom, ChatResponse.Choice choice) {
        this.json = json;
        this.call = call;
        this.custom = custom;
        this.choice = choice;
        this.status = Outcome.incomplete(choice.finish()).isPresent() ? Outcome.INCOMPLETE : Outcome.COMPLETED;
    }

    /**
     * The items; what cannot be carried is declared on the call.
     *
     * @param custom the names of the tools that take bare text
     */
    static List<RawJson> write(Json json, Call call, Set<String> custom, ChatResponse.Choice choice) {
        OutputWriter writer = new OutputWriter(json, call, custom, choice);
        choice.message().parts().forEach(writer::add);
        writer.endSpeech();
        return writer.items;
    }

    /** The item of a part that comes in one piece: one of this protocol's own, or a picture. */
    static Optional<RawJson> piece(Part part, String id) {
        return switch (part) {
            case Part.Other other when other.format().equals(WireName.OPENAI_RESPONSES) -> Optional.of(other.json());
            case Part.Image image
            when image.source() instanceof Source.Inline inline -> {
                JsonWriter writer = new JsonWriter().object().name("id").text(id);
                writer.name("type").text("image_generation_call").name("status").text(Outcome.COMPLETED);
                String format = inline.mediaType().replaceFirst("^image/", "");
                writer.name("output_format").text(format);
                yield Optional.of(
                        writer.name("result").text(inline.base64()).end().finish());
            }
            default -> Optional.empty();
        };
    }

    private void add(Part part) {
        switch (part) {
            case Part.Text text -> say(text.text(), false);
            case Part.Refusal refusal -> say(refusal.text(), true);
            case Part.Citation citation -> cite(citation);
            case Part.Reasoning thought -> {
                endSpeech();
                items.add(Thoughts.write(
                        Thoughts.id(thought.signature(), id("rs_")), thought.text(), thought.signature()));
            }
            case Part.ToolCall called -> {
                endSpeech();
                items.add(call(called));
            }
            default -> {
                Optional<RawJson> item = piece(part, id("ig_"));
                if (item.isPresent()) {
                    endSpeech();
                    items.add(item.get());
                } else {
                    lose(
                            part instanceof Part.Other other
                                    ? other.type()
                                    : part.getClass().getSimpleName());
                }
            }
        }
    }

    private RawJson call(Part.ToolCall called) {
        boolean bare = custom.contains(called.tool());
        String arguments = Calls.text(json, called.arguments());
        return Calls.write(
                id(bare ? "ctc_" : "fc_"),
                called.id().isEmpty() ? id("call_") : called.id(),
                called.tool(),
                bare,
                bare ? Calls.input(json, arguments) : arguments);
    }

    /** Each part of the answer is a part here; the weights of all tokens stand with the first words. */
    private void say(String words, boolean refusing) {
        MessageItem message = speech();
        if (message.open()) {
            message.close();
        }
        message.begin(refusing);
        message.say(words);
        if (!refusing && !weighed) {
            weighed = true;
            message.weigh(choice.probabilities());
        }
    }

    private void cite(Part.Citation citation) {
        Optional<RawJson> annotation = Annotations.write(citation);
        if (annotation.isEmpty()) {
            lose("citations");
            return;
        }
        MessageItem message = speech();
        if (!message.open(false)) {
            say("", false);
        }
        message.cite(annotation.get());
    }

    private MessageItem speech() {
        if (speech.isEmpty()) {
            speech = Optional.of(new MessageItem(id("msg_")));
        }
        return speech.get();
    }

    private void endSpeech() {
        speech.ifPresent(message -> {
            message.close();
            items.add(message.item(status));
        });
        speech = Optional.empty();
    }

    private String id(String prefix) {
        return prefix + call.id() + "_" + items.size();
    }

    private void lose(String what) {
        call.declareLoss(what, "openai-responses has no such part");
    }
}
