// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.provider.google.wire.UsageTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes events as chunks the way Google's clients demand them: name of answer and model on each, reasons of the end and
 * usage on the last. One thread, one answer.
 */
final class ChunkWriter {
    private final Json json;
    private final Call call;
    private final Map<Integer, ChoiceWriter> choices = new TreeMap<>();
    private final Function<Usage, UsageNote> notes;
    private String id;
    private String model;
    private Usage usage = Usage.NONE;
    private boolean started;

    /** A writer for a call; {@code notes} tells what the gateway adds to usage. */
    ChunkWriter(Json json, Call call, Function<Usage, UsageNote> notes, String model) {
        this.json = json;
        this.call = call;
        this.notes = notes;
        this.id = call.id();
        this.model = model;
    }

    /** A whole answer as one chunk. */
    static RawJson whole(Json json, Call call, Function<Usage, UsageNote> notes, ChatResponse response) {
        ChunkWriter writer = new ChunkWriter(json, call, notes, response.model());
        writer.accept(new ChatEvent.Started(response.id(), response.model()));
        for (ChatResponse.Choice choice : response.choices()) {
            ChoiceWriter candidate = writer.choice(choice.index());
            int calls = 0;
            for (Part part : choice.message().parts()) {
                switch (part) {
                    case Part.Text text -> candidate.text(text.text());
                    case Part.Refusal refusal -> candidate.refusal(refusal.text());
                    case Part.Reasoning thought ->
                        candidate.reasoning(new ChatEvent.ReasoningDelta(0, thought.text(), thought.signature()));
                    case Part.ToolCall asks ->
                        candidate.call(new ChatEvent.ToolCallDelta(
                                0,
                                calls++,
                                Optional.of(asks.id()),
                                Optional.of(asks.tool()),
                                asks.arguments().toString()));
                    default -> candidate.given(part);
                }
            }
            candidate.weighed(choice.probabilities());
            candidate.finished(choice.finish());
        }
        writer.usage = response.usage();
        return writer.last();
    }

    /** What can go out of what has come so far. */
    Optional<RawJson> next(List<ChatEvent> events) {
        events.forEach(this::accept);
        List<RawJson> candidates = new ArrayList<>();
        choices.values().forEach(choice -> choice.taken().ifPresent(candidates::add));
        return candidates.isEmpty() ? Optional.empty() : Optional.of(chunk(candidates, false));
    }

    /** The chunk that closes the answer. */
    RawJson last() {
        return chunk(choices.values().stream().map(ChoiceWriter::last).toList(), true);
    }

    private void accept(ChatEvent event) {
        switch (event) {
            case ChatEvent.Started first -> {
                if (!started) {
                    started = true;
                    id = first.id().isBlank() ? id : first.id();
                    model = first.model().isBlank() ? model : first.model();
                }
            }
            case ChatEvent.TextDelta delta -> choice(delta.choice()).text(delta.text());
            case ChatEvent.RefusalDelta delta -> choice(delta.choice()).refusal(delta.text());
            case ChatEvent.ReasoningDelta delta -> choice(delta.choice()).reasoning(delta);
            case ChatEvent.ToolCallDelta delta -> choice(delta.choice()).call(delta);
            case ChatEvent.Given given -> choice(given.choice()).given(given.part());
            case ChatEvent.Weighed weighed -> choice(weighed.choice()).weighed(weighed.tokens());
            case ChatEvent.Finished end -> choice(end.choice()).finished(end.reason());
            case ChatEvent.Counted counted -> usage = counted.usage();
            case ChatEvent.Other other -> call.declareLoss(other.type(), "Gemini has no such event");
        }
    }

    private ChoiceWriter choice(int index) {
        return choices.computeIfAbsent(index, key -> new ChoiceWriter(key, json, call));
    }

    private RawJson chunk(List<RawJson> candidates, boolean last) {
        JsonWriter writer = new JsonWriter().object();
        writer.name("candidates").raw(RawJson.array(candidates));
        if (last) {
            UsageTally.write(usage, notes.apply(usage), writer.name("usageMetadata"));
        }
        writer.name("modelVersion").text(model);
        return writer.name("responseId").text(id).end().finish();
    }
}
