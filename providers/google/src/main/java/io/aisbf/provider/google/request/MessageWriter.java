// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.request;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.part.CallPairs;
import io.aisbf.provider.google.part.PartWriter;
import io.aisbf.provider.google.wire.ModelName;
import io.aisbf.provider.google.wire.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** Spells the parts of one message after another. For one thread. */
final class MessageWriter {
    /** From this generation on a model demands its signatures back, and takes pictures within results. */
    private static final int STRICT = 30;

    private final Json json;
    private final boolean strict;
    private final UnaryOperator<String> names;
    private final BiConsumer<String, String> loss;
    private final Map<String, Named> calls = new HashMap<>();
    private int callsOfTurn;
    private String place = "";

    /** A call as results need to know it: its function, and its place among those of its turn. */
    private record Named(String tool, int place) {}

    MessageWriter(Json json, String model, UnaryOperator<String> names, BiConsumer<String, String> loss) {
        this.json = json;
        this.strict = ModelName.generation(model) >= STRICT;
        this.names = names;
        this.loss = loss;
    }

    /** Takes note of the calls in a message, which results that follow name by id alone. */
    void remember(Message message, boolean models) {
        if (!models) {
            callsOfTurn = 0;
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                calls.put(call.id(), new Named(names.apply(call.tool()), callsOfTurn++));
            }
        }
    }

    void write(Message message, Turn turn, String where) {
        place = where;
        if (turn.models()) {
            answer(message, turn);
            return;
        }
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolResult result) {
                result(result, turn);
            } else {
                asked(part, turn);
            }
        }
    }

    /**
     * What the model said. Its signature goes with the part after it, or with an empty text behind the last; words of
     * thought go back only if they are Gemini's own.
     */
    private void answer(Message message, Turn turn) {
        boolean own = message.parts().stream()
                .anyMatch(part -> part instanceof Part.Reasoning thought
                        && thought.signature().filter(Signatures::isOwn).isPresent());
        Optional<String> pending = Optional.empty();
        for (Part part : message.parts()) {
            if (part instanceof Part.Reasoning thought) {
                thought(thought, own, turn);
                Optional<String> proof =
                        thought.signature().filter(Signatures::isOwn).map(Part.Signature::value);
                if (proof.isPresent()) {
                    pending.ifPresent(earlier -> turn.add(PartWriter.text("", Optional.of(earlier))));
                    pending = proof;
                }
            } else if (said(part, pending, turn)) {
                pending = Optional.empty();
            }
        }
        pending.ifPresent(proof -> turn.add(PartWriter.text("", Optional.of(proof))));
    }

    private void thought(Part.Reasoning thought, boolean own, Turn turn) {
        boolean foreign =
                thought.signature().filter(proof -> !Signatures.isOwn(proof)).isPresent();
        boolean says = foreign || !thought.text().isEmpty();
        if (says && (foreign || !own)) {
            loss.accept(place + ".reasoning", "Gemini takes back only thoughts of its own");
        } else if (!thought.text().isEmpty()) {
            turn.add(PartWriter.thought(thought.text(), Optional.empty()));
        }
    }

    /** Spells a part of an answer, with the signature that waits for one; tells whether there was anything to spell. */
    private boolean said(Part part, Optional<String> signature, Turn turn) {
        switch (part) {
            case Part.Text text -> {
                if (text.text().isEmpty()) {
                    return false;
                }
                turn.add(PartWriter.text(text.text(), signature));
            }
            case Part.Refusal refusal -> turn.add(PartWriter.text(refusal.text(), signature));
            case Part.ToolCall call -> {
                boolean first = turn.firstCall();
                Optional<String> proof =
                        signature.or(() -> strict && first ? Optional.of(Signatures.SKIP) : Optional.empty());
                turn.add(PartWriter.call(call.id(), names.apply(call.tool()), arguments(call), proof));
            }
            default -> {
                return asked(part, turn);
            }
        }
        return true;
    }

    private RawJson arguments(Part.ToolCall call) {
        if (call.arguments().kind() == RawJson.Kind.OBJECT) {
            return call.arguments();
        }
        loss.accept(place + ".tool_calls", "Gemini takes arguments only as an object; they were wrapped into one");
        return new JsonWriter()
                .object()
                .name("invalid_arguments")
                .raw(call.arguments())
                .end()
                .finish();
    }

    private boolean asked(Part part, Turn turn) {
        switch (part) {
            case Part.Text text -> {
                if (text.text().isEmpty()) {
                    return false;
                }
                turn.add(PartWriter.text(text.text(), Optional.empty()));
            }
            case Part.Image image -> {
                image.detail()
                        .filter(detail -> !detail.equals("auto"))
                        .ifPresent(detail -> loss.accept(place + ".image.detail", "Gemini has no such hint"));
                turn.add(PartWriter.media(image.source(), place + ".image"));
            }
            case Part.Audio audio -> turn.add(PartWriter.media(audio.source(), place + ".audio"));
            case Part.Document document -> {
                document.title()
                        .ifPresent(title -> loss.accept(place + ".document.title", "Gemini has no place for it"));
                turn.add(PartWriter.media(document.source(), place + ".document"));
            }
            case Part.Other other when other.format().equals(WireName.GEMINI_CONTENT) -> turn.add(other.json());
            default -> {
                drop(part, place);
                return false;
            }
        }
        return true;
    }

    /** Leaves out what is only a hint, and refuses what is more. */
    void drop(Part part, String where) {
        switch (part) {
            case Part.CachePoint _ -> loss.accept(where + ".cache_control", "Gemini has no marks in a prompt");
            case Part.Citation _ -> loss.accept(where + ".citations", "Gemini takes no citations back");
            case Part.Reasoning _ -> loss.accept(where + ".reasoning", "Gemini takes thoughts only of a model");
            case Part.Refusal _ -> loss.accept(where + ".refusal", "Gemini takes refusals only of a model");
            case Part.Other other
            when other.hint() -> loss.accept(where + "." + other.type(), "Gemini has no such part");
            case Part.Other other -> throw Call.cannotCarry(where + "." + other.type(), "Gemini has no such part");
            default ->
                throw Call.cannotCarry(
                        where + "." + part.getClass().getSimpleName(), "Gemini takes no such part in this place");
        }
    }

    /** A result, and behind all results the media that an older model cannot find within one. */
    private void result(Part.ToolResult result, Turn turn) {
        Named call = calls.get(result.callId());
        if (call == null) {
            throw Call.cannotCarry(
                    place + ".tool_call_id",
                    "no call of that id precedes it, and Gemini wants the name of the function; send the call too");
        }
        List<RawJson> media = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        for (Part part : result.content()) {
            Optional<Part.Source> source = PartWriter.source(part);
            if (part instanceof Part.Text text) {
                words.append(words.isEmpty() ? "" : "\n").append(text.text());
            } else if (source.isPresent()) {
                media.add(PartWriter.media(source.get(), place + ".tool_result"));
            } else if (part instanceof Part.Other other && !other.hint()) {
                // What a tool's answer refers to, such as another tool, is better told in its own words than dropped.
                words.append(words.isEmpty() ? "" : "\n").append(other.json());
            } else {
                drop(part, place);
            }
        }
        List<RawJson> parts = new ArrayList<>();
        parts.add(result(result, call, words.toString(), strict ? media : List.of()));
        parts.addAll(strict ? List.of() : media);
        turn.addResult(call.place(), parts);
    }

    private RawJson result(Part.ToolResult result, Named call, String words, List<RawJson> media) {
        JsonWriter writer = new JsonWriter().object().name("functionResponse").object();
        if (!CallPairs.isPlace(result.callId())) {
            writer.name("id").text(result.callId());
        }
        writer.name("name").text(call.tool());
        writer.name("response").raw(response(words, result.failed()));
        if (!media.isEmpty()) {
            writer.name("parts").raw(RawJson.array(media));
        }
        return writer.end().end().finish();
    }

    private RawJson response(String words, boolean failed) {
        if (!failed && words.startsWith("{")) {
            try {
                return json.object(words.getBytes(StandardCharsets.UTF_8)).raw();
            } catch (JsonException e) {
                return wrapped("output", words);
            }
        }
        return wrapped(failed ? "error" : "output", words);
    }

    private static RawJson wrapped(String name, String words) {
        return new JsonWriter().object().name(name).text(words).end().finish();
    }
}
