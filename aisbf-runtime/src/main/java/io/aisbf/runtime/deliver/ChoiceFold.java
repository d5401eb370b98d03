// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One answer of a stream as far as it has come. */
final class ChoiceFold {
    private static final JacksonJson JSON = new JacksonJson();

    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Integer, Piece> calls = new HashMap<>();
    private final List<ChatResponse.Probability> probabilities = new ArrayList<>();
    private FinishReason finish = FinishReason.Known.STOP;

    /** What kind of part is being put together. */
    private enum Kind {
        TEXT,
        REASONING,
        REFUSAL,
        CALL,
        GIVEN
    }

    /** One part in the making. */
    private static final class Piece {
        private final Kind kind;
        private final StringBuilder words = new StringBuilder();
        private String id = "";
        private String tool = "";
        private Optional<Part.Signature> signature = Optional.empty();
        private final Function<Piece, Part> done;

        private Piece(Kind kind, Function<Piece, Part> done) {
            this.kind = kind;
            this.done = done;
        }
    }

    void text(String more) {
        if (!more.isEmpty()) {
            open(Kind.TEXT, piece -> new Part.Text(piece.words.toString()))
                    .words
                    .append(more);
        }
    }

    void refusal(String more) {
        if (!more.isEmpty()) {
            open(Kind.REFUSAL, piece -> new Part.Refusal(piece.words.toString()))
                    .words
                    .append(more);
        }
    }

    /** A signature closes the thought that is open; the next words begin another one. */
    void reasoning(ChatEvent.ReasoningDelta delta) {
        Piece last = pieces.isEmpty() ? new Piece(Kind.GIVEN, _ -> new Part.Text("")) : pieces.getLast();
        boolean goesOn = last.kind == Kind.REASONING && last.signature.isEmpty();
        if (!goesOn && delta.text().isEmpty() && delta.signature().isEmpty()) {
            return;
        }
        Piece thought = goesOn ? last : begin(Kind.REASONING, ChoiceFold::thought);
        thought.words.append(delta.text());
        thought.signature = delta.signature();
    }

    private static Part thought(Piece piece) {
        return new Part.Reasoning(piece.words.toString(), piece.signature);
    }

    void call(ChatEvent.ToolCallDelta delta) {
        Piece call = calls.computeIfAbsent(delta.call(), _ -> begin(Kind.CALL, ChoiceFold::toolCall));
        delta.id().ifPresent(value -> call.id = value);
        delta.tool().ifPresent(value -> call.tool = value);
        call.words.append(delta.argumentsFragment());
    }

    /** Half an argument is none: nobody shall run a tool with what was left of it. */
    private static Part toolCall(Piece piece) {
        String arguments = piece.words.toString().isBlank() ? "{}" : piece.words.toString();
        try {
            JSON.object(arguments.getBytes(StandardCharsets.UTF_8));
        } catch (JsonException e) {
            throw new CallException(
                    Failure.MALFORMED_REPLY,
                    "the provider's stream ended with arguments for the tool '" + piece.tool
                            + "' that are not a whole JSON object",
                    e);
        }
        return new Part.ToolCall(piece.id, piece.tool, RawJson.of(arguments));
    }

    void given(Part part) {
        begin(Kind.GIVEN, _ -> part);
    }

    void weighed(List<ChatResponse.Probability> tokens) {
        probabilities.addAll(tokens);
    }

    void finished(FinishReason reason) {
        finish = reason;
    }

    ChatResponse.Choice whole(int index) {
        List<Part> parts = pieces.stream().map(piece -> piece.done.apply(piece)).toList();
        Message message = new Message(Message.Role.ASSISTANT, parts, Optional.empty());
        return new ChatResponse.Choice(index, message, finish, probabilities);
    }

    /** The part that goes on if it is of that kind, or a new one. */
    private Piece open(Kind kind, Function<Piece, Part> done) {
        return !pieces.isEmpty() && pieces.getLast().kind == kind ? pieces.getLast() : begin(kind, done);
    }

    private Piece begin(Kind kind, Function<Piece, Part> done) {
        Piece piece = new Piece(kind, done);
        pieces.add(piece);
        return piece;
    }
}
