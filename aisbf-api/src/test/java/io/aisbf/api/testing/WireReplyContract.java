// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What every wire format promises: what {@link WireFormatContract} says of requests, {@link WireWritingContract} of
 * answers that it writes, and here what it makes of answers off the wire.
 */
public abstract class WireReplyContract extends WireWritingContract {
    private static final UsageNote NOTE = new UsageNote(4711, Optional.of(RawJson.of("{\"x\":[1]}")));

    /** For the test of a wire format. */
    protected WireReplyContract() {}

    /** What an upstream answered in one piece, as it was recorded. */
    protected abstract Answer answer();

    /** What an upstream answered as a stream, as it was recorded; with text, and at least three frames. */
    protected abstract Answer stream();

    /** The name under which this protocol tells how many tokens a model really read. */
    protected String effectiveContext() {
        return "effective_context";
    }

    /** A client's request that has usage told in streams too. */
    protected String usageRequest() {
        return request();
    }

    /** What an upstream said when it refused, as it was recorded. */
    protected abstract Answer refusal();

    /** What {@link #refusal} means. */
    protected abstract Failure refused();

    @Test
    void relaysAWholeAnswerByteForByte() throws Exception {
        try (WireFormat format = create(context());
                ChatReply reply = reply(format, answer(), false)) {
            MemorySink sink = new MemorySink();
            writer(format, sink, false).whole(((ChatReply.Whole) reply).response());
            assertEquals(200, sink.status());
            assertEquals(new String(answer().body(), StandardCharsets.UTF_8), sink.body());
        }
    }

    @Test
    void addsTheGatewaysNoteToTheUsageOfAWholeAnswerThatItRelays() throws Exception {
        try (WireFormat format = create(context());
                ChatReply reply = reply(format, answer(), false)) {
            MemorySink sink = new MemorySink(_ -> NOTE);
            writer(format, sink, false).whole(((ChatReply.Whole) reply).response());
            assertTrue(sink.body().contains(added()), sink::body);
            assertEquals(new String(answer().body(), StandardCharsets.UTF_8), without(sink.body()));
            assertSame(readBack(format, answer(), false), readBack(format, written(sink), false));
        }
    }

    @Test
    void replacesTheNoteOfAnotherGatewayBefore() throws Exception {
        try (WireFormat format = create(context())) {
            MemorySink first = new MemorySink(_ -> UsageNote.of(12));
            try (ChatReply reply = reply(format, answer(), false)) {
                writer(format, first, false).whole(((ChatReply.Whole) reply).response());
            }
            MemorySink second = new MemorySink(_ -> NOTE);
            try (ChatReply reply = reply(format, written(first), false)) {
                writer(format, second, false).whole(((ChatReply.Whole) reply).response());
            }
            assertEquals(new String(answer().body(), StandardCharsets.UTF_8), without(second.body()));
        }
    }

    @Test
    void addsTheGatewaysNoteToTheUsageOfAStreamThatItRelays() throws Exception {
        MemorySink plain = new MemorySink();
        MemorySink noted = new MemorySink(_ -> NOTE);
        try (WireFormat format = create(context())) {
            for (MemorySink sink : List.of(plain, noted)) {
                try (ChatReply reply = reply(format, stream(), true)) {
                    relay((ChatReply.Stream) reply, counting(format, sink), Integer.MAX_VALUE)
                            .end();
                }
            }
        }
        assertTrue(noted.body().contains(added()), noted::body);
        assertEquals(plain.body(), without(noted.body()));
    }

    @Test
    void addsTheGatewaysNoteToUsageThatItWrites() throws Exception {
        try (WireFormat format = create(context())) {
            MemorySink whole = new MemorySink(_ -> NOTE);
            writer(format, whole, false).whole(Fold.events(Samples.EVENTS));
            assertTrue(whole.body().contains(added()), whole::body);
            MemorySink streamed = new MemorySink(_ -> NOTE);
            ReplyWriter writer = counting(format, streamed);
            writer.frame(Frame.of(Samples.EVENTS));
            writer.end();
            assertEquals(2, streamed.body().split(Pattern.quote(added()), -1).length, streamed::body);
        }
    }

    private ReplyWriter counting(WireFormat format, MemorySink sink) {
        return format.replyTo(read(format, usageRequest()).withStreaming(true), sink, call());
    }

    /** The note as it stands among other members. */
    private String added() {
        return "\"" + effectiveContext() + "\":4711,\"aisbf\":{\"x\":[1]}";
    }

    private String without(String body) {
        return body.replace("," + added(), "").replace(added(), "");
    }

    @Test
    void relaysAStreamThatSaysTheSame() throws Exception {
        try (WireFormat format = create(context());
                ChatReply reply = reply(format, stream(), true)) {
            MemorySink sink = new MemorySink();
            relay((ChatReply.Stream) reply, writer(format, sink, true), Integer.MAX_VALUE)
                    .end();
            assertSame(readBack(format, stream(), true), readBack(format, written(sink), true));
        }
    }

    @Test
    void aBrokenStreamNeverLooksFinished() throws Exception {
        int complete = new String(stream().body(), StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .length();
        try (WireFormat format = create(context())) {
            for (int bytes = 0; bytes < complete; bytes++) {
                Answer cut = stream().upTo(bytes, Answer.End.CUT);
                assertThrows(CallException.class, () -> readBack(format, cut, true), "broken after byte " + bytes);
            }
        }
    }

    @Test
    void aStreamThatStopsTooEarlyNeverLooksFinished() throws Exception {
        try (WireFormat format = create(context())) {
            ChatResponse all = readBack(format, stream(), true);
            for (int bytes = 0; bytes < stream().body().length; bytes++) {
                Answer stopped = stream().upTo(bytes, Answer.End.UNANNOUNCED);
                try {
                    assertSame(all, readBack(format, stopped, true));
                } catch (CallException e) {
                    assertTrue(e.failure().status() >= 400);
                }
            }
        }
    }

    @Test
    void aBrokenAnswerIsNoAnswer() throws Exception {
        try (WireFormat format = create(context())) {
            Answer cut = answer().upTo(answer().body().length / 2, Answer.End.ANNOUNCED);
            assertThrows(CallException.class, () -> readBack(format, cut, false));
            Answer page = Answer.of(200, "text/html", "<html><body>Welcome to the captive portal</body></html>");
            assertThrows(CallException.class, () -> readBack(format, page, false));
            assertThrows(CallException.class, () -> readBack(format, page, true));
        }
    }

    @Test
    void understandsARefusal() throws Exception {
        try (WireFormat format = create(context())) {
            for (boolean streaming : List.of(false, true)) {
                CallException told = assertThrows(CallException.class, () -> readBack(format, refusal(), streaming));
                assertEquals(refused(), told.failure());
            }
        }
    }

    @Test
    void tellsAFailureBeforeAnythingWasSent() throws Exception {
        try (WireFormat format = create(context())) {
            for (boolean streaming : List.of(false, true)) {
                MemorySink sink = new MemorySink();
                writer(format, sink, streaming).fail(new CallException(Failure.RATE_LIMITED, "wait a minute"));
                assertTrue(sink.status() >= 400, () -> "told with status " + sink.status());
                assertTrue(sink.body().contains("wait a minute"), sink::body);
            }
        }
    }

    @Test
    void tellsAFailureInTheMiddleOfAStream() throws Exception {
        try (WireFormat format = create(context());
                ChatReply reply = reply(format, stream(), true)) {
            MemorySink sink = new MemorySink();
            ReplyWriter writer = relay((ChatReply.Stream) reply, writer(format, sink, true), 2);
            writer.fail(new CallException(Failure.PROVIDER_FAILED, "it broke in the middle"));
            assertTrue(sink.body().contains("it broke in the middle"), sink::body);
            assertThrows(CallException.class, () -> readBack(format, written(sink), true));
        }
    }

    private ChatReply reply(WireFormat format, Answer answer, boolean streaming) throws Exception {
        ChatRequest request = read(format, request()).withStreaming(streaming);
        return format.readReply(Samples.send(ScriptedUpstream.answering(answer)), request, call());
    }

    private static ReplyWriter relay(ChatReply.Stream stream, ReplyWriter writer, int most) throws Exception {
        int relayed = 0;
        Optional<Frame> frame = stream.next();
        while (frame.isPresent() && relayed < most) {
            writer.frame(frame.get());
            relayed++;
            frame = stream.next();
        }
        return writer;
    }
}
