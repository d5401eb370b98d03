// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.Fold;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of answers, whole and streamed. */
class StreamTest {
    private final Json json = new JacksonJson();
    private final OpenAiResponses format = new OpenAiResponses(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    /** A reply in memory. */
    private record Reply(String type, InputStream body) implements Upstream.Reply {
        static Reply events(String stream) {
            return new Reply("text/event-stream", new ByteArrayInputStream(bytes(stream)));
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public Optional<String> header(String name) {
            return name.equals("content-type") ? Optional.of(type) : Optional.empty();
        }

        @Override
        public boolean delimited() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void aStreamAmountsToTheWholeAnswer() throws Exception {
        ChatResponse whole =
                Fold.whole(read(new Reply("application/json", new ByteArrayInputStream(bytes(Recorded.WHOLE)))));
        ChatResponse streamed = Fold.whole(read(Reply.events(Recorded.STREAM)));

        assertEquals(parts(whole), parts(streamed));
        assertEquals(whole.usage(), streamed.usage());
        assertEquals(new Usage(100, 64, 0, 40, 10), streamed.usage());
        assertEquals(
                FinishReason.Known.TOOL_CALLS, streamed.choices().getFirst().finish());
        assertEquals(
                List.of(
                        new Part.Reasoning(
                                "**Looking** up\n\nThen the time",
                                Optional.of(new Part.Signature(WireName.OPENAI_RESPONSES, "rs_0a1:gAAAAABpIQ=="))),
                        new Part.Text("Caf\u00e9 \"quoted\" \u00e9 \uD83D\uDE42"),
                        new Part.ToolCall("call_a", "weather", RawJson.of("{\"city\": \"Bonn\"}")),
                        new Part.ToolCall("call_b", "now", RawJson.of("{}"))),
                parts(whole));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "llama.cpp"})
    void whereverAStreamIsSplitItSaysTheSame(String name) throws Exception {
        byte[] stream = bytes(Recorded.stream(name));
        List<ChatEvent> all = events(Reply.events(Recorded.stream(name)));
        for (int at = 0; at <= stream.length; at++) {
            InputStream pieces = new SequenceInputStream(
                    new ByteArrayInputStream(Arrays.copyOf(stream, at)),
                    new ByteArrayInputStream(stream, at, stream.length - at));
            assertEquals(all, events(new Reply("text/event-stream", pieces)), "split at " + at);
        }
    }

    @Test
    void otherLineEndsAndCommentsChangeNothing() throws Exception {
        List<ChatEvent> all = events(Reply.events(Recorded.STREAM));
        String odd =
                "\uFEFF: hello\r\n\r\n" + Recorded.STREAM.replace("\n", "\r\n").replace("event: ", ": ping\r\nevent:");

        assertEquals(all, events(Reply.events(odd)));
        assertEquals(all, events(Reply.events(Recorded.STREAM.replaceAll("(?m)^event: .*\n", ""))));
        assertEquals(all, events(Reply.events(Recorded.STREAM.replace("\n", "\r"))));
    }

    @Test
    void itemsAreToldApartWithoutIndices() throws Exception {
        ChatResponse said = Fold.whole(read(Reply.events(Recorded.LLAMA_CPP)));

        assertEquals(
                List.of(new Part.Text("Hi"), new Part.ToolCall("fc_1", "f", RawJson.of("{\"a\":1}"))), parts(said));
        assertEquals(Usage.of(5, 3), said.usage());
        assertEquals("resp_Q", said.id());
    }

    @Test
    void whatNoDeltaToldIsToldAtTheEnd() throws Exception {
        String items = Recorded.STREAM.replaceAll("(?m)^event: \\S+\\.(delta|added)\ndata: .*\n\n", "");
        String last = Recorded.events("response.completed {\"response\":" + Recorded.WHOLE + "}");
        List<Part> all = parts(Fold.whole(read(Reply.events(Recorded.STREAM))));

        assertEquals(all, parts(Fold.whole(read(Reply.events(items)))));
        assertEquals(all, parts(Fold.whole(read(Reply.events(last)))));
    }

    @Test
    void aCustomToolTakesOneText() throws Exception {
        String item = "\"id\":\"ctc_1\",\"type\":\"custom_tool_call\",\"call_id\":\"call_p\",\"name\":\"apply_patch\",";
        String stream = Recorded.events(
                "response.created {\"response\":{\"id\":\"r\",\"model\":\"m\"}}",
                "response.output_item.added {\"output_index\":0,\"item\":{" + item + "\"input\":\"\"}}",
                "response.custom_tool_call_input.delta {\"output_index\":0,\"item_id\":\"ctc_1\",\"delta\":\"***"
                        + " \\\"a\\\"\\n"
                        + "\"}",
                "response.custom_tool_call_input.delta {\"output_index\":0,\"item_id\":\"ctc_1\",\"delta\":\"end\"}",
                "response.custom_tool_call_input.done {\"output_index\":0,\"item_id\":\"ctc_1\",\"input\":\"x\"}",
                "response.output_item.done {\"output_index\":0,\"item\":{" + item
                        + "\"input\":\"*** \\\"a\\\"\\nend\"}}",
                "response.completed {\"response\":{\"id\":\"r\",\"status\":\"completed\",\"output\":[]}}");

        assertEquals(
                List.of(new Part.ToolCall("call_p", "apply_patch", RawJson.of("{\"input\":\"*** \\\"a\\\"\\nend\"}"))),
                parts(Fold.whole(read(Reply.events(stream)))));
    }

    @Test
    void refusalsCitationsAndProbabilitiesAreTold() throws Exception {
        List<ChatEvent> events = events(
                Reply.events(
                        Recorded.events(
                                "response.created {\"response\":{\"id\":\"r\",\"model\":\"m\"}}",
                                "response.output_item.added"
                                        + " {\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\"}}",
                                "response.output_text.delta"
                                    + " {\"output_index\":0,\"item_id\":\"msg_1\",\"delta\":\"a\",\"logprobs\":[{\"token\":\"a\","
                                    + "\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[{\"token\":\"b\",\"logprob\":-1}]}]}",
                                "response.output_text.annotation.added"
                                    + " {\"output_index\":0,\"item_id\":\"msg_1\",\"annotation_index\":0,"
                                    + "\"annotation\":{\"type\":\"url_citation\",\"url\":\"https://a/\",\"title\":\"A\",\"start_index\":0,\"end_index\":1}}",
                                "response.refusal.delta {\"output_index\":0,\"item_id\":\"msg_1\",\"delta\":\"no\"}",
                                "response.some_new_thing {\"x\":1}",
                                "response.incomplete"
                                    + " {\"response\":{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"}}}")));

        assertEquals(new ChatEvent.TextDelta(0, "a"), events.get(1));
        assertEquals(
                List.of(new ChatResponse.Probability(
                        "a", -0.5, List.of(new ChatResponse.Probability("b", -1, List.of())))),
                ((ChatEvent.Weighed) events.get(2)).tokens());
        Part.Citation citation = (Part.Citation) ((ChatEvent.Given) events.get(3)).part();
        assertEquals(Optional.of("https://a/"), citation.url());
        assertEquals(1, citation.to().orElseThrow());
        assertEquals(new ChatEvent.RefusalDelta(0, "no"), events.get(4));
        assertEquals("response.some_new_thing", ((ChatEvent.Other) events.get(5)).type());
        assertEquals(new ChatEvent.Finished(0, FinishReason.Known.CONTENT_FILTER), events.get(6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        response.failed {"response":{"status":"failed","error":{"code":"server_error","message":"boom"},"instructions":"secret"}} | PROVIDER_FAILED
        response.failed {"response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"slow down"}}}            | RATE_LIMITED
        response.failed {"response":{"status":"failed","error":{"code":"context_length_exceeded","message":"too long"}}}         | CONTEXT_TOO_LONG
        response.failed {"response":{"status":"failed"}}                                                                         | PROVIDER_FAILED
        error {"code":"insufficient_quota","message":"no money","param":null}                                                    | QUOTA_EXHAUSTED
        error {"error":{"type":"overloaded_error","message":"busy"}}                                                             | OVERLOADED
        """)
    void aFailureInTheStreamIsAFailure(String event, Failure failure) {
        String stream = Recorded.STREAM.substring(0, Recorded.STREAM.indexOf("event: response.output_item.done"))
                + Recorded.events(event);

        CallException told = assertThrows(CallException.class, () -> events(Reply.events(stream)));

        assertEquals(failure, told.failure());
        assertTrue(!told.details().toString().contains("secret"), "the answer repeats what was asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n", "data: {\n\n"})
    void aStreamWithoutItsLastEventIsNoAnswer(String end) {
        String stream = Recorded.STREAM.substring(0, Recorded.STREAM.indexOf("event: response.completed")) + end;

        assertEquals(
                Failure.MALFORMED_REPLY,
                assertThrows(CallException.class, () -> events(Reply.events(stream)))
                        .failure());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"status":"failed","error":{"code":"server_error","message":"boom"},"output":[]} | PROVIDER_FAILED
        {"status":"cancelled","output":[]}                                               | PROVIDER_FAILED
        {"status":"completed"}                                                           | MALFORMED_REPLY
        {"output":[{"type":"function_call","name":"f","arguments":"{\\"a"}]}             | MALFORMED_REPLY
        """)
    void anAnswerThatIsNoneIsAFailure(String body, Failure failure) {
        String plain = body.replace("\\\\", "\\");
        assertEquals(
                failure,
                assertThrows(
                                CallException.class,
                                () -> Fold.whole(read(
                                                new Reply("application/json", new ByteArrayInputStream(bytes(plain)))))
                                        .choices())
                        .failure());
    }

    private ChatReply read(Reply reply) throws Exception {
        return format.readReply(reply, ChatRequest.of("m", List.of(Message.of(Message.Role.USER, "x"))), call);
    }

    private List<ChatEvent> events(Reply reply) throws Exception {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatReply.Stream stream = (ChatReply.Stream) read(reply)) {
            for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                events.addAll(frame.get().events());
            }
        }
        return events;
    }

    private static List<Part> parts(ChatResponse response) {
        return response.choices().getFirst().message().parts();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
