// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers hold besides words: sources, pictures, probabilities, calls, and why they ended. */
class AnswerTest {
    private static final String ANNOTATION =
            "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://h/a\",\"title\":\"A\",\"start_index\":0,\"end_index\":2}}";
    private static final String PICTURE =
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"},\"index\":0}";
    private static final String WEIGHED =
            "{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.25,\"bytes\":[72,105],\"top_logprobs\":"
                + "[{\"token\":\"Hi\",\"logprob\":-0.25,\"bytes\":[72,105]},{\"token\":\"é\",\"logprob\":-2,\"bytes\":[195,169]}]}],"
                + "\"refusal\":null}";
    private static final Part CITED = new Part.Citation(
            Optional.of("https://h/a"),
            Optional.of("A"),
            Optional.empty(),
            OptionalInt.of(0),
            OptionalInt.of(2),
            Optional.of(new Message.Origin(WireName.OPENAI_CHAT, RawJson.of(ANNOTATION))));
    private static final Part DRAWN = new Part.Image(new Source.Inline("image/png", "AAAA"), Optional.empty());
    private static final Probability HI = new Probability(
            "Hi", -0.25, List.of(new Probability("Hi", -0.25, List.of()), new Probability("é", -2, List.of())));

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void aWholeAnswerHoldsSourcesPicturesAndProbabilities() throws Exception {
        ChatResponse.Choice choice =
                whole("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\",\"annotations\":["
                        + ANNOTATION + ",{\"type\":\"file_citation\",\"file_id\":\"f\"}],\"images\":[" + PICTURE
                        + "]},\"logprobs\":"
                        + WEIGHED + ",\"finish_reason\":\"stop\"}");

        assertEquals(
                List.of(
                        new Part.Text("Hi"),
                        CITED,
                        new Part.Other(
                                WireName.OPENAI_CHAT,
                                "annotations",
                                RawJson.of("{\"type\":\"file_citation\",\"file_id\":\"f\"}"),
                                true),
                        DRAWN),
                choice.message().parts());
        assertEquals(List.of(HI), choice.probabilities());
    }

    @Test
    void aStreamHoldsTheSame() throws Exception {
        List<ChatEvent> events = stream(
                "{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"logprobs\":" + WEIGHED + ",\"finish_reason\":null}",
                "{\"index\":0,\"delta\":{\"annotations\":[" + ANNOTATION + "]},\"finish_reason\":null}",
                "{\"index\":0,\"delta\":{\"images\":[" + PICTURE + "]},\"finish_reason\":\"stop\"}");

        assertEquals(
                List.of(
                        new ChatEvent.TextDelta(0, "Hi"),
                        new ChatEvent.Weighed(0, List.of(HI)),
                        new ChatEvent.Given(0, CITED),
                        new ChatEvent.Given(0, DRAWN),
                        new ChatEvent.Finished(0, Known.STOP)),
                events.subList(1, events.size()));
    }

    @Test
    void aForeignAnswerIsGivenWithAllOfIt() throws Exception {
        // long method: a sample and how it is spelled, whole and as a stream
        Part foreign = new Part.Citation(
                Optional.of("https://h/b"),
                Optional.empty(),
                Optional.of("words"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        Part pageless = new Part.Citation(
                Optional.empty(),
                Optional.of("page 3"),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        Message message = new Message(
                Message.Role.ASSISTANT, List.of(new Part.Text("Hi"), foreign, DRAWN, pageless), Optional.empty());
        ChatResponse.Choice choice =
                new ChatResponse.Choice(0, message, new FinishReason.StopSequence("x"), List.of(HI));
        MemorySink sink = new MemorySink();
        format.replyTo(read("{\"model\":\"t\"}"), sink, call)
                .whole(ChatResponse.of("i", "m", List.of(choice), Usage.NONE));

        String annotation = "\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://h/b\","
                + "\"title\":\"https://h/b\",\"start_index\":0,\"end_index\":2,\"content\":\"words\"}}]";
        String images =
                "\"images\":[{\"type\":\"image_url\",\"index\":0,\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]";
        assertTrue(sink.body().contains(annotation + "," + images), sink::body);
        assertTrue(sink.body().contains("\"logprobs\":" + WEIGHED), sink::body);
        assertTrue(sink.body().contains("\"finish_reason\":\"stop\""), sink::body);
        assertEquals(List.of("citation"), lost());

        MemorySink streamed = new MemorySink();
        ReplyWriter writer = format.replyTo(read("{\"model\":\"t\",\"stream\":true}"), streamed, call);
        writer.frame(Frame.of(List.of(
                new ChatEvent.Started("i", "m"),
                new ChatEvent.TextDelta(0, "Hi"),
                new ChatEvent.Weighed(0, List.of(HI)),
                new ChatEvent.Given(0, foreign),
                new ChatEvent.Given(0, DRAWN),
                new ChatEvent.Given(0, pageless),
                new ChatEvent.Finished(0, Known.STOP))));
        writer.end();
        assertTrue(streamed.body().contains("\"delta\":{" + annotation + "}"), streamed::body);
        assertTrue(streamed.body().contains("\"delta\":{" + images + "}"), streamed::body);
        assertTrue(streamed.body().contains("\"delta\":{},\"logprobs\":" + WEIGHED), streamed::body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\\\"city\\\":", "{\\\"a\\\":1}}", "[1]", "null", "{\\\"a\\\":1,\\\"a\\\":2}"})
    void halfAnArgumentIsNeverGivenAsWhole(String arguments) {
        String function = "\"function\":{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}";
        String calls = "\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\"," + function + "}]";
        for (String reason : List.of("tool_calls", "stop", "length")) {
            String end = ",\"finish_reason\":\"" + reason + "\"}";

            CallException cut =
                    assertThrows(CallException.class, () -> stream("{\"index\":0,\"delta\":{" + calls + "}" + end));
            assertEquals(Failure.MALFORMED_REPLY, cut.failure());
            CallException half = assertThrows(
                    CallException.class,
                    () -> whole("{\"index\":0,\"message\":{\"role\":\"assistant\"," + calls + "}" + end));
            assertEquals(Failure.MALFORMED_REPLY, half.failure());
        }
    }

    @Test
    void callsThatShareANumberOrLackAnIdAreToldApart() throws Exception {
        List<ChatEvent> events = stream(
                "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}",
                "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\"\"}}]}}",
                "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\":1}\"}}]}}",
                "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"name\":\"f\"}}]},\"finish_reason\":\"stop\"}");

        assertEquals(
                List.of(
                        call(0, Optional.of("a"), "{}"),
                        call(1, Optional.of("b"), "{\"x\""),
                        call(1, Optional.empty(), ":1}"),
                        call(2, Optional.of("i_0_2"), ""),
                        new ChatEvent.Finished(0, Known.TOOL_CALLS)),
                events.subList(1, events.size()));
        List<Part> parts = whole(
                        "{\"index\":0,\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                            + "{\"id\":\"\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}")
                .message()
                .parts();
        assertEquals(
                List.of(
                        new Part.ToolCall("i_0_0", "f", RawJson.of("{}")),
                        new Part.ToolCall("i_0_1", "f", RawJson.of("{}"))),
                parts);
    }

    @Test
    void aFunctionThatIsCalledTheOldWayIsACall() throws Exception {
        List<ChatEvent> events = stream(
                "{\"index\":0,\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{\"}}}",
                "{\"index\":0,\"delta\":{\"function_call\":{\"arguments\":\"}\"}},\"finish_reason\":\"function_call\"}");

        assertEquals(
                List.of(
                        call(0, Optional.of("i_0_0"), "{"),
                        call(0, Optional.empty(), "}"),
                        new ChatEvent.Finished(0, Known.TOOL_CALLS)),
                events.subList(1, events.size()));
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "eos, STOP",
        "length, LENGTH",
        "model_length, LENGTH",
        "content_filter, CONTENT_FILTER",
        "sensitive, CONTENT_FILTER",
        "tool_calls, TOOL_CALLS"
    })
    void everyWordForTheEndIsUnderstood(String word, Known reason) throws Exception {
        assertEquals(
                reason,
                whole("{\"message\":{\"content\":\"x\"},\"finish_reason\":\"" + word + "\"}")
                        .finish());
    }

    @Test
    void aStopSequenceThatIsToldIsKept() throws Exception {
        assertEquals(
                new FinishReason.StopSequence("END"),
                whole("{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\",\"stop_reason\":\"END\"}")
                        .finish());
        assertEquals(
                Known.STOP,
                whole("{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\",\"stop_reason\":151645}")
                        .finish());
    }

    @ParameterizedTest
    @CsvSource({"error, PROVIDER_FAILED", "function_call_filter: MALFORMED_FUNCTION_CALL, MALFORMED_REPLY"})
    void anEndThatIsNoneIsAFailure(String word, Failure expected) {
        CallException failed = assertThrows(
                CallException.class,
                () -> whole("{\"message\":{\"content\":\"x\"},\"finish_reason\":\"" + word + "\"}"));

        assertEquals(expected, failed.failure());
    }

    private static ChatEvent call(int number, Optional<String> id, String fragment) {
        return new ChatEvent.ToolCallDelta(0, number, id, id.map(present -> "f"), fragment);
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private ChatResponse.Choice whole(String choice) throws Exception {
        Reply reply = Reply.json("{\"id\":\"i\",\"model\":\"m\",\"choices\":[" + choice + "]}");
        ChatRequest request = ChatRequest.of("m", List.of());
        return ((ChatReply.Whole) format.readReply(reply, request, call))
                .response()
                .choices()
                .getFirst();
    }

    private List<ChatEvent> stream(String... choices) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String choice : choices) {
            all.append("data: {\"id\":\"i\",\"model\":\"m\",\"choices\":[")
                    .append(choice)
                    .append("]}\n\n");
        }
        Reply reply = Reply.events(all + "data: [DONE]\n\n");
        ChatRequest request = ChatRequest.of("m", List.of()).withStreaming(true);
        List<ChatEvent> events = new ArrayList<>();
        try (ChatReply.Stream frames = (ChatReply.Stream) format.readReply(reply, request, call)) {
            for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                events.addAll(frame.get().events());
            }
        }
        return events;
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
