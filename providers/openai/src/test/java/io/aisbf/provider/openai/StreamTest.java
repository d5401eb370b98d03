// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamTest {
    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    static Stream<String> streams() {
        return Samples.streams().values().stream();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyFrameIsTheBytesThatCame(String sample) throws Exception {
        List<String> sent = sample.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring(6))
                .toList();

        assertEquals(sent, relayed(Reply.events(sample), sample));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void piecesOfAnySizeGiveTheSameFrames(String sample) throws Exception {
        for (String ends : List.of("\n", "\r\n", "\r")) {
            String spelled = sample.replace("\n", ends);
            byte[] bytes = Reply.bytes(spelled);
            List<String> whole = relayed(Reply.events(sample), sample);
            for (int at = 1; at < bytes.length; at++) {
                assertEquals(whole, relayed(Reply.split(bytes, at), sample), "split at " + at);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamThatIsCutAnywhereNeverLooksFinished(String sample) {
        byte[] bytes = Reply.bytes(sample);
        int done = sample.getBytes(StandardCharsets.UTF_8).length - "[DONE]\n\n".length();
        for (int length = 0; length < done + "[DONE]".length(); length++) {
            for (boolean delimited : List.of(true, false)) {
                Upstream.Reply reply = Reply.cut(bytes, length, delimited);
                CallException broken =
                        assertThrows(CallException.class, () -> relayed(reply, sample), "cut at " + length);
                assertEquals(Failure.MALFORMED_REPLY, broken.failure());
            }
        }
    }

    @Test
    void anAnnouncedEndWillDoInsteadOfDoneOnceEveryAnswerHasFinished() throws Exception {
        String sample = Samples.VLLM_TWO_CHOICES.replace("data: [DONE]\n\n", "");
        String oneOpen = sample.replace("\"length\"", "null");

        assertEquals(4, relayed(Reply.events(sample), sample).size());
        assertThrows(CallException.class, () -> relayed(Reply.events(oneOpen), oneOpen));
        byte[] bytes = Reply.bytes(sample);
        assertThrows(CallException.class, () -> relayed(Reply.cut(bytes, bytes.length, false), sample));
    }

    @Test
    void theStreamSaysWhatTheWholeAnswerSays() throws Exception {
        ChatResponse whole = Fold.whole(read(Reply.json(Samples.OPENAI_TOOLS_WHOLE), Samples.OPENAI_TOOLS));
        ChatResponse folded = Fold.whole(read(Reply.events(Samples.OPENAI_TOOLS), Samples.OPENAI_TOOLS));

        assertEquals(parts(whole), parts(folded));
        assertEquals(whole.usage(), folded.usage());
        assertEquals(whole.id() + whole.model(), folded.id() + folded.model());
        assertEquals(
                whole.choices().getFirst().finish(), folded.choices().getFirst().finish());
        assertEquals(new Usage(100, 64, 0, 40, 10), folded.usage());
    }

    @Test
    void reasoningIsReadUnderBothItsNames() throws Exception {
        assertEquals(
                List.of(new Part.Reasoning("Let me think.", Optional.empty()), new Part.Text("42")),
                parts(Fold.whole(read(Reply.events(Samples.DEEPSEEK), Samples.DEEPSEEK))));
        assertEquals(
                List.of(new Part.Reasoning("hm", Optional.empty()), new Part.Text("yes")),
                parts(Fold.whole(read(Reply.events(Samples.OPENROUTER), Samples.OPENROUTER))));
    }

    @Test
    void wordsThatAreToldAgainWithTheirProofAreReadOnce() throws Exception {
        String chunk = "data:"
                + " {\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}\n\n";
        String detail = "{\"type\":\"reasoning.text\",\"text\":\"Let me.\",\"signature\":\"s\"}";
        String stream = chunk.formatted("\"role\":\"assistant\",\"reasoning_content\":\"Let \"", "null")
                + chunk.formatted("\"reasoning_content\":\"me.\"", "null")
                + chunk.formatted("\"reasoning_details\":[" + detail + "]", "null")
                + chunk.formatted("\"content\":\"Ok\"", "\"stop\"")
                + "data: [DONE]\n\n";

        assertEquals(
                List.of(
                        new Part.Reasoning(
                                "Let me.", Optional.of(new Part.Signature(WireName.OPENAI_CHAT, "[" + detail + "]"))),
                        new Part.Text("Ok")),
                parts(Fold.whole(read(Reply.events(stream), stream))));
    }

    @Test
    void theAnswerBeginsWithTheFirstChunkThatHoldsOne() throws Exception {
        List<ChatEvent> events = events(Samples.AZURE);

        List<ChatEvent> starts =
                events.stream().filter(ChatEvent.Started.class::isInstance).toList();
        assertEquals(List.of(new ChatEvent.Started("chatcmpl-z", "gpt-4o")), starts);
        assertTrue(events.contains(new ChatEvent.Counted(Usage.of(8, 1))));
    }

    @Test
    void usageIsTakenFromWhicheverChunkHoldsIt() throws Exception {
        assertEquals(
                new Usage(9, 5, 0, 3, 2),
                Fold.whole(read(Reply.events(Samples.DEEPSEEK), Samples.DEEPSEEK))
                        .usage());
        assertTrue(events(Samples.OPENROUTER).contains(new ChatEvent.Counted(Usage.of(3, 2))));
        assertTrue(events(Samples.LLAMA_CPP).contains(new ChatEvent.Finished(0, FinishReason.Known.LENGTH)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}} | RATE_LIMITED
        {"error":{"message":"no more","code":"insufficient_quota"}}                              | QUOTA_EXHAUSTED
        {"error":{"message":"busy","code":503}}                                                  | OVERLOADED
        {"error":{"message":"bad gateway","code":502},"choices":[{"index":0,"delta":{},"finish_reason":"error"}]} | PROVIDER_FAILED
        {"error":"out of memory"}                                                                | PROVIDER_FAILED
        {"object":"error","message":"This model's maximum context length is 10","type":"BadRequestError","code":400} | CONTEXT_TOO_LONG
        {"error":{"message":"bad key","code":401}}                                               | KEY_REFUSED
        """)
    void anErrorInsideAStreamIsAFailure(String data, Failure expected) throws Exception {
        try (ChatReply.Stream stream = stream(Reply.events("data: " + data + "\n\ndata: [DONE]\n\n"), "")) {
            assertEquals(
                    expected, assertThrows(CallException.class, stream::next).failure());
        }
        CallException whole =
                assertThrows(CallException.class, () -> format.readReply(Reply.json(data), request(""), call));
        assertEquals(expected, whole.failure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        data: {"a":                         | not valid JSON
        data: 12                            | not valid JSON
        data: <html>                        | not valid JSON
        data: {"a":1,"a":2}                 | not valid JSON
        data: [DONE]                        | holds no answer
        <html><body>busy</body></html>      | broke off
        event: error                        | broke off
        """)
    void whatIsNotTheProtocolIsAMalformedReply(String line, String reason) throws Exception {
        try (ChatReply.Stream stream = stream(Reply.events(line + "\n\n"), "")) {
            CallException failure = assertThrows(CallException.class, stream::next);

            assertEquals(Failure.MALFORMED_REPLY, failure.failure());
            assertTrue(String.valueOf(failure.getMessage()).contains(reason), failure.getMessage());
        }
    }

    @Test
    void anEventNamedErrorIsAFailure() throws Exception {
        try (ChatReply.Stream stream = stream(Reply.events("event: error\ndata: {\"message\":\"boom\"}\n\n"), "")) {
            assertEquals(
                    Failure.PROVIDER_FAILED,
                    assertThrows(CallException.class, stream::next).failure());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        text/html         | <html>busy</html>
        application/json  | <html>busy</html>
        application/json  |
        application/json  | {}
        application/json  | {"choices":[]}
        application/json  | {"choices":null}
        application/json  | [1]
        application/json  | {"choices":[{"message":
        """)
    void aWholeAnswerThatIsNoneIsAMalformedReply(String type, String body) {
        Reply reply = Reply.of(200, Map.of("content-type", type), body == null ? "" : body);

        CallException failure = assertThrows(CallException.class, () -> format.readReply(reply, request(""), call));

        assertEquals(Failure.MALFORMED_REPLY, failure.failure());
        assertFalse(String.valueOf(failure.getMessage()).contains("busy"), failure.getMessage());
        assertTrue(reply.closed());
    }

    @Test
    void isReadyOnlyWhenAWholeEventLiesThere() throws Exception {
        byte[] bytes = Reply.bytes(Samples.LLAMA_CPP);
        int secondEvent = Samples.LLAMA_CPP.indexOf("\n\n") + 20;
        try (ChatReply.Stream stream = stream(Reply.split(bytes, secondEvent), "")) {
            assertTrue(stream.ready());
            stream.next();
            assertTrue(stream.ready(), "the rest lies there too, in a second piece");
        }
        try (ChatReply.Stream stream = stream(Reply.cut(bytes, secondEvent, false), "")) {
            stream.next();
            assertFalse(stream.ready(), "half an event is no event");
        }
    }

    private List<ChatEvent> events(String sample) throws Exception {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatReply.Stream stream = stream(Reply.events(sample), sample)) {
            for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                events.addAll(frame.get().events());
            }
        }
        return events;
    }

    private List<String> relayed(Upstream.Reply reply, String sample) throws Exception {
        List<String> frames = new ArrayList<>();
        try (ChatReply.Stream stream = stream(reply, sample)) {
            for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                frames.add(frame.get().wire().orElseThrow().data().toString());
            }
        }
        return frames;
    }

    private ChatReply.Stream stream(Upstream.Reply reply, String sample) throws Exception {
        return assertInstanceOf(ChatReply.Stream.class, read(reply, sample));
    }

    private ChatReply read(Upstream.Reply reply, String sample) throws Exception {
        return format.readReply(reply, request(sample), call);
    }

    private ChatRequest request(String sample) {
        int choices = sample.startsWith("data: {\"id\": \"v1\"") ? 2 : 1;
        String body = "{\"model\":\"m\",\"stream\":true,\"n\":" + choices + ",\"messages\":[]}";
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }

    private static List<Part> parts(ChatResponse response) {
        Message message = response.choices().getFirst().message();
        return message.parts();
    }
}
