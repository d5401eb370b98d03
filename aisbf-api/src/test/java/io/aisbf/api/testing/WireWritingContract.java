// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every wire format promises of answers that never had bytes of its own: whole or as a stream, it reads back what
 * it wrote, as far as its protocol has a place for it.
 */
public abstract class WireWritingContract extends WireFormatContract {
    /** For {@link WireReplyContract}. */
    protected WireWritingContract() {}

    /** Whether answers of this protocol have an id. */
    protected boolean carriesIds() {
        return true;
    }

    /** Whether answers of this protocol have a place for the proofs of thoughts. */
    protected boolean carriesSignatures() {
        return true;
    }

    /** Whether answers of this protocol tell where their text comes from. */
    protected boolean carriesCitations() {
        return true;
    }

    /** Whether answers of this protocol tell which stop sequence they met. */
    protected boolean carriesStopSequences() {
        return false;
    }

    /** The proof of a thought, the first or another one, that comes back from this protocol as it was. */
    protected Part.Signature signature(boolean first) {
        return new Part.Signature(new WireName(factory().type()), first ? "Zmlyc3Q=" : "c2Vjb25k");
    }

    @Test
    void writesAWholeAnswerThatNeverHadBytes() throws Exception {
        try (WireFormat format = create(context())) {
            MemorySink sink = new MemorySink();
            writer(format, sink, false).whole(Fold.events(Samples.EVENTS));
            assertSame(Fold.events(Samples.EVENTS), readBack(format, written(sink), false));
        }
    }

    @Test
    void writesAStreamThatNeverHadBytes() throws Exception {
        try (WireFormat format = create(context())) {
            MemorySink sink = new MemorySink();
            ReplyWriter writer = writer(format, sink, true);
            for (var event : Samples.EVENTS) {
                writer.frame(Frame.of(List.of(event)));
                writer.keepAlive();
            }
            writer.end();
            assertSame(Fold.events(Samples.EVENTS), readBack(format, written(sink), true));
        }
    }

    @Test
    void writesThoughtsAndTheirProofsSourcesAndCallsInTurnsAsAWhole() throws Exception {
        List<ChatEvent> events = Samples.thoughts(signature(true), signature(false));
        assertEquals(held(Fold.events(events)), held(wholeAndBack(events)));
    }

    @Test
    void writesThoughtsAndTheirProofsSourcesAndCallsInTurnsAsAStream() throws Exception {
        List<ChatEvent> events = Samples.thoughts(signature(true), signature(false));
        assertEquals(held(Fold.events(events)), held(streamedAndBack(events)));
    }

    @Test
    void aWholeAnswerSaysWhatTheStreamWouldHave() throws Exception {
        for (List<ChatEvent> events :
                List.of(Samples.EVENTS, Samples.thoughts(signature(true), signature(false)), Samples.stopped())) {
            ChatResponse whole = wholeAndBack(events);
            ChatResponse streamed = streamedAndBack(events);
            assertSame(whole, streamed);
            assertEquals(detailed(whole), detailed(streamed));
        }
    }

    @Test
    void tellsTheStopSequenceWhereItHasAPlace() throws Exception {
        FinishReason met = carriesStopSequences() ? new FinishReason.StopSequence("three") : FinishReason.Known.STOP;
        assertEquals(met, wholeAndBack(Samples.stopped()).choices().getFirst().finish());
        assertEquals(
                met, streamedAndBack(Samples.stopped()).choices().getFirst().finish());
    }

    private ChatResponse wholeAndBack(List<ChatEvent> events) throws Exception {
        try (WireFormat format = create(context())) {
            MemorySink sink = new MemorySink();
            writer(format, sink, false).whole(Fold.events(events));
            return readBack(format, written(sink), false);
        }
    }

    private ChatResponse streamedAndBack(List<ChatEvent> events) throws Exception {
        try (WireFormat format = create(context())) {
            MemorySink sink = new MemorySink();
            ReplyWriter writer = writer(format, sink, true);
            for (ChatEvent event : events) {
                writer.frame(Frame.of(List.of(event)));
            }
            writer.end();
            return readBack(format, written(sink), true);
        }
    }

    /** What this protocol can hold of an answer: its parts in order, and apart from them its sources. */
    private List<Object> held(ChatResponse response) {
        ChatResponse.Choice choice = response.choices().getFirst();
        List<Object> held = new ArrayList<>();
        List<Object> sources = new ArrayList<>();
        for (Part part : choice.message().parts()) {
            switch (part) {
                case Part.Citation source when carriesCitations() -> sources.add(source.url() + " " + source.title());
                case Part.Citation _ -> {}
                case Part.Reasoning thought when carriesSignatures() -> held.add(thought);
                case Part.Reasoning thought when thought.text().isEmpty() -> {}
                case Part.Reasoning thought -> held.add(new Part.Reasoning(thought.text(), Optional.empty()));
                default -> held.add(part);
            }
        }
        held.add(sources);
        held.add(choice.finish());
        return held;
    }

    /** All of an answer's parts and probabilities, but for the bytes as which a source came. */
    private static List<Object> detailed(ChatResponse response) {
        List<Object> all = new ArrayList<>();
        for (ChatResponse.Choice choice : response.choices()) {
            for (Part part : choice.message().parts()) {
                all.add(
                        part instanceof Part.Citation(var url, var title, var quote, var from, var to, var _)
                                ? new Part.Citation(url, title, quote, from, to, Optional.empty())
                                : part);
            }
            all.add(choice.probabilities());
        }
        return all;
    }

    /** A writer of answers to {@link #request}. */
    final ReplyWriter writer(WireFormat format, MemorySink sink, boolean streaming) {
        return format.replyTo(read(format, request()).withStreaming(streaming), sink, call());
    }

    /** What was written, as an upstream's answer. */
    static Answer written(MemorySink sink) {
        return Answer.of(sink.status(), sink.mediaType(), sink.body());
    }

    /** Alike but for the usage, which a client may not have asked for. */
    final void assertSame(ChatResponse expected, ChatResponse found) {
        if (carriesIds()) {
            assertEquals(expected.id(), found.id());
        }
        assertEquals(expected.model(), found.model());
        assertEquals(
                expected.choices().stream().map(Samples::said).toList(),
                found.choices().stream().map(Samples::said).toList());
    }
}
