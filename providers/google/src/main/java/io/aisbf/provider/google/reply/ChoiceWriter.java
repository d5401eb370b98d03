// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.part.PartWriter;
import io.aisbf.provider.google.wire.Finish;
import io.aisbf.provider.google.wire.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes one candidate. A call goes out in one piece once its arguments are complete; a signature goes with the part
 * behind it that is no thought, because clients keep these and throw thoughts away. For one thread.
 */
final class ChoiceWriter {
    private final int index;
    private final Json json;
    private final Call call;
    private final StringBuilder text = new StringBuilder();
    private final Map<Integer, Pending> calls = new TreeMap<>();
    private final List<RawJson> parts = new ArrayList<>();
    private final List<Part.Citation> citations = new ArrayList<>();
    private final List<Probability> probabilities = new ArrayList<>();
    private Optional<String> signature = Optional.empty();
    private FinishReason finish = FinishReason.Known.STOP;

    /** A call whose arguments are still arriving. */
    private record Pending(String id, String tool, Optional<String> signature, StringBuilder arguments) {}

    ChoiceWriter(int index, Json json, Call call) {
        this.index = index;
        this.json = json;
        this.call = call;
    }

    void text(String words) {
        if (!words.isEmpty()) {
            passCalls();
            text.append(words);
            parts.add(PartWriter.text(words, takeSignature()));
        }
    }

    void refusal(String words) {
        call.declareLoss("refusal", "Gemini tells a refusal as any other text");
        text(words);
    }

    void reasoning(ChatEvent.ReasoningDelta delta) {
        if (!delta.text().isEmpty()) {
            flushSignature();
            parts.add(PartWriter.thought(delta.text(), Optional.empty()));
        }
        delta.signature().ifPresent(proof -> {
            flushSignature();
            signature = Optional.of(Signatures.write(proof));
        });
    }

    /** Two thoughts in a row: the first one's signature stays with it. */
    private void flushSignature() {
        Optional<String> waiting = takeSignature();
        if (waiting.isPresent()) {
            parts.add(PartWriter.thought("", waiting));
        }
    }

    void call(ChatEvent.ToolCallDelta delta) {
        Pending known = calls.computeIfAbsent(
                delta.call(),
                place -> new Pending(
                        delta.id().orElse(""), delta.tool().orElse(""), takeSignature(), new StringBuilder()));
        known.arguments().append(delta.argumentsFragment());
    }

    void given(Part part) {
        switch (part) {
            case Part.Citation citation -> citations.add(citation);
            case Part.Image image -> medium(image.source());
            case Part.Audio audio -> medium(audio.source());
            case Part.Document document -> medium(document.source());
            case Part.Other other when other.format().equals(WireName.GEMINI_CONTENT) -> parts.add(other.json());
            case Part.Other other -> call.declareLoss(other.type(), "Gemini has no such part");
            default -> call.declareLoss(part.getClass().getSimpleName(), "Gemini has no such part");
        }
    }

    private void medium(Source source) {
        passCalls();
        switch (source) {
            case Source.Inline inline -> parts.add(PartWriter.inline(inline, takeSignature()));
            case Source.Link link -> parts.add(PartWriter.file(link.uri().toString()));
            case Source.Uploaded uploaded -> parts.add(PartWriter.file(uploaded.fileId()));
        }
    }

    void weighed(List<Probability> tokens) {
        probabilities.addAll(tokens);
    }

    void finished(FinishReason reason) {
        finish = reason;
    }

    /** What can go out now as a candidate that goes on; empty if there is nothing. */
    Optional<RawJson> taken() {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter writer = candidate();
        parts.clear();
        return Optional.of(writer.name("index").number(index).end().finish());
    }

    /**
     * What is left, and why it ended.
     *
     * @throws CallException {@code MALFORMED_REPLY} if the arguments of a call are not an object
     */
    RawJson last() {
        List<Integer> waiting = List.copyOf(calls.keySet());
        waiting.forEach(place -> {
            if (!pass(place)) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, "the model called a tool with arguments that are not a JSON object");
            }
        });
        Optional<String> left = takeSignature();
        if (left.isPresent() || parts.isEmpty()) {
            parts.add(PartWriter.text("", left));
        }
        JsonWriter writer = candidate();
        writer.name("finishReason").text(Finish.write(finish)).name("index").number(index);
        if (!citations.isEmpty()) {
            Sources.write(citations, text.toString(), writer);
        }
        if (!probabilities.isEmpty()) {
            Probabilities.write(probabilities, writer);
        }
        return writer.end().finish();
    }

    private JsonWriter candidate() {
        JsonWriter writer = new JsonWriter().object().name("content").object();
        writer.name("parts").raw(RawJson.array(parts));
        return writer.name("role").text("model").end();
    }

    /** Lets calls go that are complete, so that they stand before what comes now. */
    private void passCalls() {
        List.copyOf(calls.keySet()).forEach(place -> {
            Pending waiting = calls.get(place);
            if (waiting != null && !waiting.arguments().isEmpty()) {
                pass(place);
            }
        });
    }

    private boolean pass(int place) {
        Pending waiting = calls.get(place);
        if (waiting == null) {
            return true;
        }
        String spelled = waiting.arguments().toString();
        try {
            RawJson arguments = json.object((spelled.isBlank() ? "{}" : spelled).getBytes(StandardCharsets.UTF_8))
                    .raw();
            parts.add(PartWriter.call(waiting.id(), waiting.tool(), arguments, waiting.signature()));
            calls.remove(place);
            return true;
        } catch (JsonException e) {
            return false;
        }
    }

    private Optional<String> takeSignature() {
        Optional<String> taken = signature;
        signature = Optional.empty();
        return taken;
    }
}
