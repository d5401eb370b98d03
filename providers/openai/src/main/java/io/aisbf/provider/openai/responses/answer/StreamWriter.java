// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.answer;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Annotations;
import io.aisbf.provider.openai.responses.item.Outcome;
import io.aisbf.provider.openai.responses.item.Thoughts;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Writes events the way OpenAI's clients demand them: the response begins, then one item after the other, each added,
 * grown and done, then the response ends and repeats everything. One thread, one answer.
 */
final class StreamWriter {
    private final Call call;
    private final EventWriter out;
    private final BiFunction<String, String, Echo> echoes;
    private final Output output;
    private final CallQueue calls;
    private Optional<Echo> echo = Optional.empty();
    private Optional<Placed<SpokenItem>> speech = Optional.empty();
    private Optional<Placed<ThoughtItem>> thought = Optional.empty();
    private boolean signed;
    private Usage usage = Usage.NONE;
    private FinishReason finish = FinishReason.Known.STOP;

    /**
     * A writer for a call.
     *
     * @param echoes makes the response object for an id and a model, either of which may be empty
     * @param custom the names of the tools that take bare text
     */
    StreamWriter(Json json, Call call, EventWriter out, BiFunction<String, String, Echo> echoes, Set<String> custom) {
        this.call = call;
        this.out = out;
        this.echoes = echoes;
        this.output = new Output(out, call.id());
        this.calls = new CallQueue(json, output, call.id(), custom);
    }

    /** An item that is open, and its place in the output. */
    private record Placed<I extends OpenItem>(int index, I item) {}

    /** Writes what an event means. */
    void add(ChatEvent event) throws IOException {
        if (event instanceof ChatEvent.Started first) {
            start(first.id(), first.model());
            return;
        }
        started();
        switch (event) {
            case ChatEvent.TextDelta delta when delta.choice() == 0 -> say(delta.text(), false);
            case ChatEvent.RefusalDelta delta when delta.choice() == 0 -> say(delta.text(), true);
            case ChatEvent.ReasoningDelta delta when delta.choice() == 0 -> think(delta);
            case ChatEvent.ToolCallDelta delta
            when delta.choice() == 0 -> {
                endSpeech(Outcome.COMPLETED);
                endThought();
                calls.add(delta);
            }
            case ChatEvent.Given given when given.choice() == 0 -> give(given.part());
            case ChatEvent.Weighed weighed when weighed.choice() == 0 -> speech().weigh(weighed.tokens());
            case ChatEvent.Finished end when end.choice() == 0 -> finish = end.reason();
            case ChatEvent.Counted counted -> usage = counted.usage();
            case ChatEvent.Other other -> lose(other.type());
            default -> lose("choices");
        }
    }

    /**
     * Ends the answer.
     *
     * @throws io.aisbf.api.call.CallException if a tool call is not complete
     */
    void end() throws IOException {
        started();
        Optional<String> incomplete = Outcome.incomplete(finish);
        endThought();
        endSpeech(incomplete.isPresent() ? Outcome.INCOMPLETE : Outcome.COMPLETED);
        calls.end();
        if (finish instanceof FinishReason.Other other) {
            call.declareLoss("finish_reason", "openai-responses has no word for " + other.wireName());
        }
        RawJson response = echo.orElseThrow().ended(output.items(), usage, incomplete);
        String type = incomplete.isPresent() ? "response.incomplete" : "response.completed";
        out.send(type, writer -> writer.name("response").raw(response));
    }

    /** Tells that the answer failed. */
    void fail(RawJson error) throws IOException {
        started();
        RawJson response = echo.orElseThrow().failed(error);
        out.send("response.failed", writer -> writer.name("response").raw(response));
    }

    private void started() throws IOException {
        if (echo.isEmpty()) {
            start("", "");
        }
    }

    /** A second start, as after a failover, changes nothing: the client has been told an id. */
    private void start(String id, String model) throws IOException {
        if (echo.isPresent()) {
            return;
        }
        echo = Optional.of(echoes.apply(id, model));
        RawJson response = echo.get().underWay();
        out.send("response.created", writer -> writer.name("response").raw(response));
        out.send("response.in_progress", writer -> writer.name("response").raw(response));
    }

    private void say(String words, boolean refusing) throws IOException {
        if (!words.isEmpty()) {
            speech().say(words, refusing);
        }
    }

    private SpokenItem speech() throws IOException {
        endThought();
        if (speech.isEmpty()) {
            calls.settle();
            ItemEvents events = output.next("msg_");
            speech = Optional.of(new Placed<>(events.index(), SpokenItem.begin(events)));
        }
        return speech.get().item();
    }

    /** A thought that has been signed is complete; what comes then is another one. */
    private void think(ChatEvent.ReasoningDelta delta) throws IOException {
        if (delta.text().isEmpty() && delta.signature().isEmpty()) {
            return;
        }
        endSpeech(Outcome.COMPLETED);
        if (signed) {
            endThought();
        }
        if (thought.isEmpty()) {
            calls.settle();
            ItemEvents next = output.next("rs_");
            ItemEvents events = next.under(Thoughts.id(delta.signature(), next.id()));
            thought = Optional.of(new Placed<>(events.index(), ThoughtItem.begin(events)));
        }
        ThoughtItem item = thought.get().item();
        item.think(delta.text());
        delta.signature().ifPresent(item::sign);
        signed = delta.signature().isPresent();
    }

    private void give(Part part) throws IOException {
        if (part instanceof Part.Citation citation) {
            Optional<RawJson> annotation = Annotations.write(citation);
            if (annotation.isPresent()) {
                speech().cite(annotation.get());
            } else {
                lose("citations");
            }
            return;
        }
        Optional<RawJson> item = OutputWriter.piece(part, "ig_" + call.id());
        if (item.isEmpty()) {
            lose(
                    part instanceof Part.Other other
                            ? other.type()
                            : part.getClass().getSimpleName());
            return;
        }
        endSpeech(Outcome.COMPLETED);
        endThought();
        calls.settle();
        output.add(item.get());
    }

    private void endSpeech(String status) throws IOException {
        if (speech.isPresent()) {
            output.close(speech.get().index(), speech.get().item(), status);
            speech = Optional.empty();
        }
    }

    private void endThought() throws IOException {
        signed = false;
        if (thought.isPresent()) {
            output.close(thought.get().index(), thought.get().item(), Outcome.COMPLETED);
            thought = Optional.empty();
        }
    }

    private void lose(String what) {
        call.declareLoss(what, WireName.OPENAI_RESPONSES + " has no such step");
    }
}
