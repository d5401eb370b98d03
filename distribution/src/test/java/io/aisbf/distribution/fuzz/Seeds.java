// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.fuzz;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inputs that mean something, in every protocol, for a fuzzer to begin with. */
final class Seeds {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final RawJson ARGUMENTS = RawJson.of("{\"city\":\"Oslo\",\"n\":1e2}");

    private static final List<Message> TALK = List.of(
            Message.of(Message.Role.SYSTEM, "Be brief."),
            said(Message.Role.USER, new Part.Text("Look"), new Part.Image(picture(), Optional.empty())),
            said(
                    Message.Role.ASSISTANT,
                    new Part.Reasoning("Hm", Optional.empty()),
                    new Part.ToolCall("call_1", "weather", ARGUMENTS),
                    new Part.ToolCall("call_2", "weather", RawJson.of("{}"))),
            said(
                    Message.Role.TOOL,
                    new Part.ToolResult("call_1", List.of(new Part.Text("{\"sun\":true}")), false),
                    new Part.ToolResult("call_2", List.of(new Part.Text("no \u00e9")), true)),
            Message.of(Message.Role.USER, "And now?"));

    private static final List<ChatEvent> EVENTS = List.of(
            new ChatEvent.Started("a1", "m"),
            new ChatEvent.ReasoningDelta(0, "Hm", Optional.empty()),
            new ChatEvent.TextDelta(0, "It \"is\" \uD83D\uDE00"),
            new ChatEvent.ToolCallDelta(0, 0, Optional.of("call_1"), Optional.of("weather"), "{\"city\":"),
            new ChatEvent.ToolCallDelta(0, 0, Optional.empty(), Optional.empty(), "\"Oslo\"}"),
            new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS),
            new ChatEvent.Counted(new Usage(10, 4, 2, 5, 1)));

    private Seeds() {}

    /** A small question, as a client of that protocol puts it. */
    static ChatRequest question(WireFormat format, boolean streaming) {
        var body = format.writeRequest(
                ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "Hi")))
                        .withStreaming(streaming),
                Call.start("seed", LONG));
        return format.readRequest(body.json(), WireFuzz.path()).withStreaming(streaming);
    }

    /** A text to embed. */
    static EmbeddingRequest texts() {
        return EmbeddingRequest.of("m", List.of("one", "two"));
    }

    /** A talk, an answer to it and a stream in each protocol, for each pair. */
    static List<byte[]> all() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (WireFormat one : WireFuzz.formats()) {
            byte[] talk = talk(one);
            byte[] stream = stream(one);
            for (WireFormat other : WireFuzz.formats()) {
                all.add(WireFuzz.input(one, other, WireFuzz.Kind.REQUEST, talk));
                all.add(WireFuzz.input(one, other, WireFuzz.Kind.COUNT, talk));
                all.add(WireFuzz.input(other, one, WireFuzz.Kind.STREAM, stream));
            }
            byte[] refusal = refusal(one);
            all.add(WireFuzz.input(one, one, WireFuzz.Kind.REFUSAL, refusal));
            all.add(WireFuzz.input(one, one, WireFuzz.Kind.STREAM, refusal));
        }
        return all;
    }

    private static byte[] talk(WireFormat format) {
        try {
            return format.writeRequest(ChatRequest.of("m", TALK), Call.start("seed", LONG))
                    .json()
                    .bytes();
        } catch (io.aisbf.api.call.CallException e) {
            return question(format, true).wire().orElseThrow().json().bytes();
        }
    }

    private static byte[] stream(WireFormat format) throws IOException {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(question(format, true), sink, Call.start("seed", LONG));
        for (ChatEvent event : EVENTS) {
            writer.frame(Frame.of(List.of(event)));
        }
        writer.end();
        return sink.bytes();
    }

    private static byte[] refusal(WireFormat format) throws IOException {
        MemorySink sink = new MemorySink();
        format.writeFailure(
                new io.aisbf.api.call.CallException(io.aisbf.api.call.Failure.RATE_LIMITED, "wait 12s"), sink);
        return sink.bytes();
    }

    private static Source picture() {
        return new Source.Inline("image/png", "iVBORw0KGgo=");
    }

    private static Message said(Message.Role role, Part... parts) {
        return new Message(role, List.of(parts), Optional.empty());
    }
}
