// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Gathers a streamed answer into a whole one, and insists on the way that the stream is well-formed: it begins once,
 * each answer is finished once and says nothing afterwards, a tool call begins before it goes on. What is wrong is an
 * {@link AssertionError}. For one thread.
 *
 * <p>The parts of each message stand in the order in which they began; what goes on, goes on where it began. A proof
 * closes the thought before it, or is a thought without words; a part that stayed empty is left out.
 */
public final class Fold {
    private final SortedMap<Integer, Choice> choices = new TreeMap<>();
    private Optional<ChatEvent.Started> started = Optional.empty();
    private Usage usage = Usage.NONE;

    private Fold() {}

    /** The whole answer, whichever way it came; a stream is read to its end. Does not close the reply. */
    public static ChatResponse whole(ChatReply reply) throws IOException, InterruptedException {
        return switch (reply) {
            case ChatReply.Whole whole -> whole.response();
            case ChatReply.Stream stream -> stream(stream);
        };
    }

    /** The whole answer that these events amount to. */
    public static ChatResponse events(List<ChatEvent> events) {
        Fold fold = new Fold();
        events.forEach(fold::add);
        return fold.response();
    }

    private static ChatResponse stream(ChatReply.Stream stream) throws IOException, InterruptedException {
        Fold fold = new Fold();
        for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
            frame.get().events().forEach(fold::add);
        }
        if (stream.next().isPresent()) {
            throw new AssertionError("the stream goes on after it said that it is complete");
        }
        return fold.response();
    }

    private void add(ChatEvent event) {
        if (event instanceof ChatEvent.Started first) {
            if (started.isPresent()) {
                throw new AssertionError("the stream begins twice");
            }
            started = Optional.of(first);
            return;
        }
        if (started.isEmpty()) {
            throw new AssertionError(event.getClass().getSimpleName() + " before the stream began");
        }
        switch (event) {
            case ChatEvent.TextDelta delta -> choice(delta.choice()).words(Kind.TEXT, delta.text());
            case ChatEvent.ReasoningDelta delta -> choice(delta.choice()).reason(delta);
            case ChatEvent.RefusalDelta delta -> choice(delta.choice()).words(Kind.REFUSAL, delta.text());
            case ChatEvent.ToolCallDelta delta -> choice(delta.choice()).call(delta);
            case ChatEvent.Given given -> choice(given.choice()).give(given.part());
            case ChatEvent.Weighed weighed ->
                choice(weighed.choice()).probabilities.addAll(weighed.tokens());
            case ChatEvent.Finished finished -> choice(finished.choice()).finish = Optional.of(finished.reason());
            case ChatEvent.Counted counted -> usage = counted.usage();
            default -> {}
        }
    }

    private Choice choice(int index) {
        Choice choice = choices.computeIfAbsent(index, Choice::new);
        if (choice.finish.isPresent()) {
            throw new AssertionError("choice " + index + " goes on after it was finished");
        }
        return choice;
    }

    private ChatResponse response() {
        ChatEvent.Started first = started.orElseThrow(() -> new AssertionError("the stream never began"));
        return ChatResponse.of(
                first.id(),
                first.model(),
                choices.values().stream().map(Choice::whole).toList(),
                usage);
    }

    /** What a piece is a piece of. */
    private enum Kind {
        TEXT,
        REASONING,
        REFUSAL,
        CALL,
        GIVEN
    }

    /** A part in the making. */
    private static final class Piece {
        private final Kind kind;
        private final StringBuilder words = new StringBuilder();
        private final Function<Piece, Part> whole;
        private Optional<Part.Signature> signature = Optional.empty();

        private Piece(Kind kind, Function<Piece, Part> whole) {
            this.kind = kind;
            this.whole = whole;
        }
    }

    /** One answer in the making. */
    private static final class Choice {
        private final int index;
        private final List<Piece> pieces = new ArrayList<>();
        private final Map<Integer, Piece> calls = new HashMap<>();
        private final List<ChatResponse.Probability> probabilities = new ArrayList<>();
        private Optional<FinishReason> finish = Optional.empty();

        private Choice(int index) {
            this.index = index;
        }

        private Piece begin(Kind kind, Function<Piece, Part> whole) {
            Piece piece = new Piece(kind, whole);
            pieces.add(piece);
            return piece;
        }

        private Optional<Piece> last(Kind kind) {
            return pieces.isEmpty() || pieces.getLast().kind != kind ? Optional.empty() : Optional.of(pieces.getLast());
        }

        private void words(Kind kind, String more) {
            if (!more.isEmpty()) {
                Function<Piece, Part> whole = kind == Kind.TEXT
                        ? piece -> new Part.Text(piece.words.toString())
                        : piece -> new Part.Refusal(piece.words.toString());
                last(kind).orElseGet(() -> begin(kind, whole)).words.append(more);
            }
        }

        private void reason(ChatEvent.ReasoningDelta delta) {
            Optional<Piece> open = last(Kind.REASONING).filter(piece -> piece.signature.isEmpty());
            if (open.isPresent() || !delta.text().isEmpty() || delta.signature().isPresent()) {
                Piece thought = open.orElseGet(() ->
                        begin(Kind.REASONING, piece -> new Part.Reasoning(piece.words.toString(), piece.signature)));
                thought.words.append(delta.text());
                thought.signature = delta.signature();
            }
        }

        private void call(ChatEvent.ToolCallDelta delta) {
            if (!calls.containsKey(delta.call())) {
                String id = delta.id().orElseThrow(() -> new AssertionError("a tool call begins without an id"));
                String tool = delta.tool().orElseThrow(() -> new AssertionError("a tool call begins without a tool"));
                calls.put(delta.call(), begin(Kind.CALL, piece -> {
                    String json = piece.words.isEmpty() ? "{}" : piece.words.toString();
                    return new Part.ToolCall(id, tool, RawJson.of(json));
                }));
            }
            calls.get(delta.call()).words.append(delta.argumentsFragment());
        }

        private void give(Part part) {
            begin(Kind.GIVEN, _ -> part);
        }

        private ChatResponse.Choice whole() {
            List<Part> parts =
                    pieces.stream().map(piece -> piece.whole.apply(piece)).toList();
            Message message = new Message(Message.Role.ASSISTANT, parts, Optional.empty());
            return new ChatResponse.Choice(
                    index,
                    message,
                    finish.orElseThrow(() -> new AssertionError("choice " + index + " is never finished")),
                    probabilities);
        }
    }
}
