// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

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
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.ollama.reply.AnswerWriter;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.provider.ollama.request.OllamaRequest;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of other protocols as clients of Ollama get them. */
class AnswerTest {
    private static final String HEAD = "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",";
    private static final String REST =
            "\"load_duration\":0,\"prompt_eval_count\":11,\"prompt_eval_duration\":%d,\"eval_count\":7,\"eval_duration\":%d}";

    private final Json json = new JacksonJson();
    private final Call call = Call.start("call-1", Duration.ofMinutes(1));
    private final MemorySink sink = new MemorySink();
    private final AtomicLong ticks = new AtomicLong();

    private ReplyWriter writer(Door door, String members) {
        ChatRequest request = OllamaRequest.read(
                json, door, json.object(("{\"model\":\"m\"" + members + "}").getBytes(StandardCharsets.UTF_8)));
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
        return new AnswerWriter(json, door, clock, () -> ticks.getAndAdd(10), request, sink, call);
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private static Frame frame(ChatEvent... events) {
        return Frame.of(List.of(events));
    }

    private static ChatEvent text(String text) {
        return new ChatEvent.TextDelta(0, text);
    }

    private static ChatEvent tool(int index, String id, String fragment) {
        Optional<String> first = Optional.of(id).filter(name -> !name.isEmpty());
        return new ChatEvent.ToolCallDelta(0, index, first, first.map(name -> "get"), fragment);
    }

    @Test
    void aStreamEndsWithWhyAndHowLong() throws Exception {
        ReplyWriter writer = writer(Door.CHAT, "");
        writer.frame(frame(new ChatEvent.Started("id", "")));
        writer.frame(frame(new ChatEvent.ReasoningDelta(0, "hm", Optional.empty())));
        writer.frame(frame(text("Let "), text("me")));
        writer.frame(frame(tool(0, "a", "{\n\"x\":")));
        writer.frame(frame(tool(1, "b", "")));
        writer.keepAlive();
        writer.frame(frame(tool(0, "", "1}")));
        writer.frame(frame(
                new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS), new ChatEvent.Counted(Usage.of(11, 7))));
        writer.end();
        assertEquals("application/x-ndjson", sink.mediaType());
        assertEquals(
                Samples.lines(
                        HEAD
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"hm\"},\"done\":false}",
                        HEAD + "\"message\":{\"role\":\"assistant\",\"content\":\"Let me\"},\"done\":false}",
                        HEAD + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":false}",
                        HEAD
                                + "\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"a\",\"function\":{\"index\":0,\"name\":\"get\",\"arguments\":{"
                                + " \"x\":1}}},"
                                + "{\"id\":\"b\",\"function\":{\"index\":1,\"name\":\"get\",\"arguments\":{}}}]},\"done\":true,"
                                + "\"done_reason\":\"stop\",\"total_duration\":20," + REST.formatted(10, 10)),
                sink.body());
    }

    private static Message ofEveryKind() {
        return new Message(
                Message.Role.ASSISTANT,
                List.of(
                        new Part.Reasoning("hm", Optional.of(new Part.Signature(WireName.ANTHROPIC_MESSAGES, "sig"))),
                        new Part.Text("x"),
                        new Part.Refusal("y"),
                        new Part.Image(new Source.Inline("image/png", Samples.PNG), Optional.empty()),
                        new Part.Citation(
                                Optional.of("u"),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                Optional.empty())),
                Optional.empty());
    }

    @Test
    void aWholeAnswerIsOneObject() throws Exception {
        Message message = ofEveryKind();
        ChatResponse.Choice choice = new ChatResponse.Choice(
                0,
                message,
                FinishReason.Known.LENGTH,
                List.of(new Probability("\u00e9", -0.5, List.of(new Probability("e", -1, List.of())))));
        writer(Door.CHAT, ",\"stream\":false").whole(ChatResponse.of("id", "", List.of(choice), Usage.of(11, 7)));
        assertEquals("application/json", sink.mediaType());
        assertEquals(
                HEAD + "\"message\":{\"role\":\"assistant\",\"content\":\"xy\",\"thinking\":\"hm\",\"images\":[\""
                        + Samples.PNG
                        + "\"]},\"done\":true,\"done_reason\":\"length\",\"total_duration\":10,"
                        + REST.formatted(0, 10).replaceFirst("}$", "")
                        + ",\"logprobs\":[{\"token\":\"\u00e9\",\"logprob\":-0.5,\"bytes\":[195,169],\"top_logprobs\":["
                        + "{\"token\":\"e\",\"logprob\":-1,\"bytes\":[101]}]}]}",
                sink.body());
        assertEquals(List.of("reasoning signature", "citations"), lost());
    }

    @Test
    void aPromptIsAnsweredInOneMember() throws Exception {
        ReplyWriter writer = writer(Door.GENERATE, ",\"prompt\":\"x\"");
        writer.frame(frame(new ChatEvent.Started("id", "other"), text("a")));
        writer.frame(frame(new ChatEvent.Finished(0, new FinishReason.StopSequence("END"))));
        writer.end();
        assertTrue(
                sink.body()
                        .startsWith(
                                "{\"model\":\"other\",\"created_at\":\"2026-01-01T00:00:00Z\",\"response\":\"a\",\"done\":false}\n"));
        assertTrue(sink.body().contains("\"response\":\"\",\"done\":true,\"done_reason\":\"stop\""), sink.body());
    }

    @Test
    void halfAnArgumentIsNoCall() throws Exception {
        ReplyWriter writer = writer(Door.CHAT, "");
        writer.frame(frame(new ChatEvent.Started("id", "m"), tool(0, "a", "{\"x\":")));
        writer.frame(frame(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS)));
        CallException broken = assertThrows(CallException.class, writer::end);
        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
        writer.fail(broken);
        assertEquals(1, sink.body().lines().count());
        assertTrue(sink.body().startsWith("{\"error\":\"the provider's model called get"), sink.body());
    }

    @Test
    void moreThanOneAnswerHasNoPlace() throws Exception {
        ReplyWriter writer = writer(Door.CHAT, "");
        writer.frame(frame(new ChatEvent.Started("id", "m"), text("a"), new ChatEvent.TextDelta(1, "b")));
        assertTrue(!sink.body().contains("b\""), sink.body());
        assertEquals(List.of("n"), lost());
    }

    @Test
    void aFailureIsAString() throws Exception {
        CallException failure = new CallException(
                Failure.RATE_LIMITED, "wait", CallException.Details.NONE.withRetryAfter(Duration.ofMillis(1500)));
        writer(Door.CHAT, "").fail(failure);
        assertEquals("{\"error\":\"wait\"}", sink.body());
        assertEquals("application/json", sink.mediaType());
        assertEquals(429, sink.status());
        assertEquals("2", sink.headers().get("retry-after"));
        assertEquals("1500", sink.headers().get("retry-after-ms"));
        assertEquals("true", sink.headers().get("x-should-retry"));
    }

    @ParameterizedTest
    @CsvSource({"QUOTA_EXHAUSTED, false", "INVALID_REQUEST, false", "OVERLOADED, true", "PROVIDER_FAILED, true"})
    void tellsWhetherToAskAgain(Failure failure, String again) throws Exception {
        writer(Door.CHAT, "").fail(new CallException(failure, "x"));
        assertEquals(again, sink.headers().get("x-should-retry"));
    }

    @Test
    void aPromptThatIsTooLongIsCalledSo() throws Exception {
        writer(Door.CHAT, "").fail(new CallException(Failure.CONTEXT_TOO_LONG, "prompt is too long"));
        assertTrue(sink.body().contains("exceeds the maximum context length: prompt is too long"), sink.body());
    }

    @ParameterizedTest
    @CsvSource({
        "'', load, true",
        "',\"stream\":false', load, false",
        "',\"keep_alive\":0', unload, true",
        "',\"keep_alive\":\"0s\"', unload, true",
        "',\"keep_alive\":\"10m\"', load, true"
    })
    void aModelBehindAnotherProtocolIsAlwaysLoaded(String members, String reason, boolean lines) throws Exception {
        writer(Door.GENERATE, members).fail(Call.cannotCarry("prompt", "no such member"));
        assertEquals(200, sink.status());
        assertTrue(
                sink.body().contains("\"response\":\"\",\"done\":true,\"done_reason\":\"" + reason + "\""),
                sink.body());
        assertEquals(lines ? "application/x-ndjson" : "application/json", sink.mediaType());
    }
}
