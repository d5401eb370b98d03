// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.wire.Thoughts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** The members of an assistant's message in a conversation that goes upstream, but for its content. One for each. */
final class Said {
    private final Json json;
    private final UnaryOperator<String> names;
    private final String place;
    private final BiConsumer<String, String> loss;
    private final List<RawJson> calls = new ArrayList<>();
    private final List<RawJson> details = new ArrayList<>();
    private final List<Part> pictures = new ArrayList<>();
    private final Map<String, RawJson> kept = new LinkedHashMap<>();
    private final StringBuilder refusal = new StringBuilder();
    private Optional<RawJson> extra = Optional.empty();

    Said(Json json, UnaryOperator<String> names, String place, BiConsumer<String, String> loss) {
        this.json = json;
        this.names = names;
        this.place = place;
        this.loss = loss;
    }

    /** Takes what belongs elsewhere than into the content, and gives back what remains. */
    List<Part> sort(List<Part> parts) {
        List<Part> spoken = new ArrayList<>();
        for (Part part : parts) {
            switch (part) {
                case Part.ToolCall call -> {
                    calls.add(CallWriter.write(call, extra, names));
                    extra = Optional.empty();
                }
                case Part.Refusal words -> refusal.append(words.text());
                case Part.Reasoning thought -> thought(thought);
                case Part.Image image -> pictures.add(image);
                case Part.Other other
                when isOurs(other) && other.type().equals("tool_calls") -> calls.add(other.json());
                case Part.Other other
                when isOurs(other) && MessageReader.KEPT.contains(other.type()) -> kept.put(other.type(), other.json());
                default -> spoken.add(part);
            }
        }
        return spoken;
    }

    /** Whether there is anything besides the content, so that the content may be missing. */
    boolean holdsMore() {
        return !calls.isEmpty() || !refusal.isEmpty();
    }

    /** Pictures that the model drew: an assistant cannot show them, a user can. */
    List<Part> pictures() {
        return pictures;
    }

    /** Writes the members. */
    void write(JsonWriter message) {
        kept.forEach((name, value) -> message.name(name).raw(value));
        if (!refusal.isEmpty()) {
            message.name("refusal").text(refusal.toString());
        }
        if (!details.isEmpty()) {
            message.name(Thoughts.DETAILS).raw(RawJson.array(details));
        }
        if (!calls.isEmpty()) {
            message.name("tool_calls").raw(RawJson.array(calls));
        }
    }

    /** Only what an upstream of this protocol gave goes back to one. */
    private void thought(Part.Reasoning thought) {
        Optional<Signature> own =
                thought.signature().filter(signature -> signature.format().equals(WireName.OPENAI_CHAT));
        List<RawJson> elements =
                own.map(signature -> Thoughts.elements(json, signature)).orElse(List.of());
        Optional<RawJson> ofCall = own.flatMap(signature -> Thoughts.extra(json, signature));
        if (elements.isEmpty() && ofCall.isEmpty()) {
            loss.accept(place + ".reasoning", "openai-chat takes no reasoning back that is not its own");
        }
        details.addAll(elements);
        extra = ofCall.or(() -> extra);
    }

    private static boolean isOurs(Part.Other other) {
        return other.format().equals(WireName.OPENAI_CHAT);
    }
}
