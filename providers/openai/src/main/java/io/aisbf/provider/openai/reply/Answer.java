// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.request.CallWriter;
import io.aisbf.provider.openai.wire.Extras;
import io.aisbf.provider.openai.wire.Thoughts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message of a whole answer for a client. One for each. */
final class Answer {
    private final Json json;
    private final Call call;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder thoughts = new StringBuilder();
    private final List<RawJson> details = new ArrayList<>();
    private final List<RawJson> annotations = new ArrayList<>();
    private final List<RawJson> images = new ArrayList<>();
    private final List<RawJson> calls = new ArrayList<>();
    private boolean silent = true;

    Answer(Json json, Call call) {
        this.json = json;
        this.call = call;
    }

    /** Writes the message as the next value. Parts of one kind are joined, as their deltas would be in a stream. */
    void write(List<Part> parts, JsonWriter writer) {
        boolean proven = parts.stream()
                .anyMatch(part -> part instanceof Part.Reasoning thought
                        && thought.signature().isPresent());
        for (int i = 0; i < parts.size(); i++) {
            Optional<Part.ToolCall> next = i + 1 < parts.size() && parts.get(i + 1) instanceof Part.ToolCall following
                    ? Optional.of(following)
                    : Optional.empty();
            if (!(parts.get(i) instanceof Part.Reasoning thought)) {
                add(parts.get(i), i == 0 ? Optional.empty() : Optional.of(parts.get(i - 1)));
            } else if (proven) {
                detail(thought, next);
            }
            if (parts.get(i) instanceof Part.Reasoning thought) {
                thoughts.append(thought.text());
            }
        }
        spell(writer);
    }

    private void add(Part part, Optional<Part> before) {
        switch (part) {
            case Part.Text words -> {
                text.append(words.text());
                silent = false;
            }
            case Part.Refusal words -> refusal.append(words.text());
            case Part.ToolCall toolCall ->
                calls.add(CallWriter.write(toolCall, before.flatMap(this::proof).flatMap(this::extra), tool -> tool));
            case Part.Citation citation ->
                Extras.annotation(citation, text.length())
                        .ifPresentOrElse(annotations::add, () -> lose("citation", "it has no address"));
            case Part.Image image ->
                Extras.image(image, images.size())
                        .ifPresentOrElse(images::add, () -> lose("Image", "only its provider can fetch it"));
            case Part.Other other
            when other.format().equals(WireName.OPENAI_CHAT) && other.type().equals(Extras.ANNOTATIONS) ->
                annotations.add(other.json());
            case Part.Other other
            when other.format().equals(WireName.OPENAI_CHAT) && other.type().equals("tool_calls") ->
                calls.add(other.json());
            case Part.Other other -> lose(other.type(), "openai-chat has no such part");
            default -> lose(part.getClass().getSimpleName(), "openai-chat has no such part");
        }
    }

    private void detail(Part.Reasoning thought, Optional<Part.ToolCall> next) {
        List<RawJson> own = thought.signature()
                .map(signature -> Thoughts.elements(json, signature))
                .orElse(List.of());
        details.addAll(own);
        boolean ofCall = thought.signature()
                .flatMap(signature -> Thoughts.extra(json, signature))
                .isPresent();
        if (own.isEmpty() && !ofCall) {
            details.add(Thoughts.detail(thought, next.map(CallWriter::id), details.size()));
        }
    }

    private Optional<Signature> proof(Part part) {
        return part instanceof Part.Reasoning thought ? thought.signature() : Optional.empty();
    }

    private Optional<RawJson> extra(Signature signature) {
        return Thoughts.extra(json, signature).or(() -> Thoughts.googles(signature));
    }

    private void spell(JsonWriter writer) {
        writer.object().name("role").text("assistant");
        writer.name("content").raw(silent ? RawJson.NULL : RawJson.text(text.toString()));
        writer.name("refusal").raw(refusal.isEmpty() ? RawJson.NULL : RawJson.text(refusal.toString()));
        if (!thoughts.isEmpty()) {
            writer.name("reasoning_content").text(thoughts.toString());
        }
        list(Thoughts.DETAILS, details, writer);
        list(Extras.ANNOTATIONS, annotations, writer);
        list(Extras.IMAGES, images, writer);
        list("tool_calls", calls, writer);
        writer.end();
    }

    private static void list(String name, List<RawJson> elements, JsonWriter writer) {
        if (!elements.isEmpty()) {
            writer.name(name).raw(RawJson.array(elements));
        }
    }

    private void lose(String what, String why) {
        call.declareLoss(what, why);
    }
}
