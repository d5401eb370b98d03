// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

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
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How Gemini's clients are answered. */
class ClientTest {
    private static final String TAIL = "\"modelVersion\":\"claude\",\"responseId\":\"msg_1\"}";
    private static final List<ChatEvent> FOREIGN = List.of(
            new ChatEvent.Started("msg_1", "claude"),
            new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()),
            new ChatEvent.ReasoningDelta(0, "", Optional.of(new Part.Signature(WireName.ANTHROPIC_MESSAGES, "sig"))),
            new ChatEvent.ToolCallDelta(0, 0, Optional.of("t1"), Optional.of("now"), "{\"a\""),
            new ChatEvent.ToolCallDelta(0, 1, Optional.of("t2"), Optional.of("now"), ""),
            new ChatEvent.ToolCallDelta(0, 0, Optional.empty(), Optional.empty(), ":1}"),
            new ChatEvent.Finished(0, Known.TOOL_CALLS),
            new ChatEvent.Counted(new Usage(9, 4, 0, 7, 5)));

    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void aForeignStreamKeepsTheRulesThatClientsRelyOn() throws Exception {
        String tagged =
                Base64.getEncoder().encodeToString("aisbf1:anthropic-messages:sig".getBytes(StandardCharsets.UTF_8));

        assertEquals(
                Samples.sse(
                        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hm\",\"thought\":true}],"
                                + "\"role\":\"model\"},\"index\":0}]," + TAIL,
                        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"id\":\"t1\",\"name\":\"now\","
                                + "\"args\":{\"a\":1}},\"thoughtSignature\":\"" + tagged + "\"},"
                                + "{\"functionCall\":{\"id\":\"t2\",\"name\":\"now\",\"args\":{}}}],"
                                + "\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":2,"
                                + "\"totalTokenCount\":16,\"cachedContentTokenCount\":4,\"thoughtsTokenCount\":5},"
                                + TAIL),
                streamed("sse", FOREIGN));
    }

    @Test
    void withoutEventsTheStreamIsAnArray() throws Exception {
        String array = streamed(
                "",
                List.of(
                        new ChatEvent.Started("msg_1", "claude"),
                        new ChatEvent.TextDelta(0, "a"),
                        new ChatEvent.Finished(0, Known.STOP)));

        assertTrue(array.startsWith("[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]"), array);
        assertTrue(array.contains("}\n,\r\n{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]"), array);
        assertEquals(2, json.array(RawJson.of(array)).size());
    }

    @Test
    void linesOfARelayedChunkBecomeOne() throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request("sse", true), sink, call);
        writer.frame(Frame.raw(
                WireName.GEMINI_CONTENT, Optional.empty(), RawJson.of("{\r\n \"x\":\n1.0}"), wire -> List.of()));
        writer.end();

        assertEquals("data: {   \"x\": 1.0}\r\n\r\n", sink.body());
        assertEquals("text/event-stream", sink.mediaType());
    }

    @Test
    void argumentsThatWereNeverCompleteAreAFailure() throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request("sse", true), sink, call);
        writer.frame(Frame.of(List.of(
                new ChatEvent.Started("a", "b"),
                new ChatEvent.ToolCallDelta(0, 0, Optional.of("t"), Optional.of("f"), "{\"a\":"))));

        CallException failure = assertThrows(CallException.class, writer::end);

        assertEquals(Failure.MALFORMED_REPLY, failure.failure());
        assertTrue(!sink.body().contains("functionCall"), sink.body());
    }

    @ParameterizedTest
    @CsvSource({"sse", "''"})
    void aFailureInTheMiddleIsTheLastThingTold(String alt) throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request(alt, true), sink, call);
        writer.frame(Frame.of(List.of(new ChatEvent.Started("a", "b"), new ChatEvent.TextDelta(0, "x"))));
        writer.fail(new CallException(Failure.OVERLOADED, "later"));

        String tail = alt.isEmpty() ? "}}\n]" : "}}\r\n\r\n";
        assertTrue(sink.body().contains("{\"error\":{\"code\":503,\"message\":\"later\",\"status\":\"UNAVAILABLE\""));
        assertTrue(sink.body().endsWith(tail), sink.body());
    }

    @ParameterizedTest
    @CsvSource({"sse, '{'", "'', '['"})
    void aFailureBeforeTheStreamStandsWhereTheStreamWouldHave(String alt, String start) throws Exception {
        MemorySink sink = new MemorySink();
        format.replyTo(request(alt, true), sink, call).fail(new CallException(Failure.RATE_LIMITED, "slow"));

        assertEquals(429, sink.status());
        assertTrue(sink.body().startsWith(start), sink.body());
    }

    @Test
    void aWholeForeignAnswerIsSpelledOut() throws Exception {
        // long method: a sample and how it is spelled
        Part.Citation page = new Part.Citation(
                Optional.of("https://a/"),
                Optional.of("A"),
                Optional.empty(),
                OptionalInt.of(1),
                OptionalInt.of(3),
                Optional.empty());
        Message said = new Message(
                Message.Role.ASSISTANT,
                List.of(new Part.Text("\u00e9ab"), new Part.ToolCall("t1", "now", RawJson.of("{\"x\": 1e2}")), page),
                Optional.empty());
        ChatResponse response = ChatResponse.of(
                "msg_1",
                "claude",
                List.of(new ChatResponse.Choice(
                        0,
                        said,
                        new FinishReason.StopSequence("x"),
                        List.of(new ChatResponse.Probability("t", -1, List.of())))),
                Usage.of(3, 2));
        MemorySink sink = new MemorySink();

        format.replyTo(request("", false), sink, call).whole(response);

        assertEquals(
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\u00e9ab\"},{\"functionCall\":{\"id\":\"t1\","
                        + "\"name\":\"now\",\"args\":{\"x\": 1e2}}}],\"role\":\"model\"},\"finishReason\":\"STOP\","
                        + "\"index\":0,\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://a/\","
                        + "\"title\":\"A\"}}],\"groundingSupports\":[{\"segment\":{\"startIndex\":2,\"endIndex\":4,"
                        + "\"text\":\"ab\"},\"groundingChunkIndices\":[0]}]},"
                        + "\"logprobsResult\":{\"chosenCandidates\":[{\"token\":\"t\",\"logProbability\":-1}]}}],"
                        + "\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":2,\"totalTokenCount\":5},"
                        + TAIL,
                sink.body());
    }

    @Test
    void whatHasNoPlaceInAnAnswerIsDeclared() throws Exception {
        streamed(
                "sse",
                List.of(
                        new ChatEvent.RefusalDelta(0, "no"),
                        new ChatEvent.Given(0, new Part.Other(WireName.OPENAI_CHAT, "audio", RawJson.of("{}"))),
                        new ChatEvent.Other("timings", RawJson.of("{}"))));

        assertEquals(
                List.of("refusal", "audio", "timings"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, INVALID_ARGUMENT, false",
        "UNAUTHENTICATED, 401, UNAUTHENTICATED, false",
        "FORBIDDEN, 403, PERMISSION_DENIED, false",
        "UNKNOWN_TARGET, 404, NOT_FOUND, false",
        "CONTEXT_TOO_LONG, 400, INVALID_ARGUMENT, ''",
        "RATE_LIMITED, 429, RESOURCE_EXHAUSTED, true",
        "QUOTA_EXHAUSTED, 429, RESOURCE_EXHAUSTED, false",
        "KEY_REFUSED, 502, INTERNAL, false",
        "INTERNAL, 500, INTERNAL, ''",
        "OVERLOADED, 503, UNAVAILABLE, true",
        "TIMED_OUT, 504, DEADLINE_EXCEEDED, true"
    })
    void failuresHaveTheirStatusAndTheirWord(Failure failure, int code, String status, String retry) throws Exception {
        MemorySink sink = new MemorySink();
        format.writeFailure(
                new CallException(
                        failure,
                        "sorry",
                        CallException.Details.NONE.withMember("contents[0]").withRetryAfter(Duration.ofMillis(1250))),
                sink);

        assertEquals(code, sink.status());
        assertTrue(sink.body().contains("\"code\":" + code + ","), sink.body());
        assertTrue(sink.body().contains("\"status\":\"" + status + "\""), sink.body());
        assertTrue(
                sink.body()
                        .contains("{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1.25s\"}"),
                sink.body());
        assertTrue(sink.body().contains("\"field\":\"contents[0]\""), sink.body());
        assertEquals("2", sink.headers().get("retry-after"));
        assertEquals("1250", sink.headers().get("retry-after-ms"));
        assertEquals(retry, sink.headers().getOrDefault("x-should-retry", ""));
        assertEquals(failure == Failure.CONTEXT_TOO_LONG, sink.body().contains("input token count"));
    }

    @Test
    void modelsAreListedAsResources() throws Exception {
        MemorySink list = new MemorySink();
        format.writeModels(List.of(new ModelInfo("openai/gpt-4o", "openai", OptionalLong.of(128_000))), list);
        MemorySink one = new MemorySink();
        format.writeModel(new ModelInfo("auto", "aisbf", OptionalLong.empty()), one);

        assertEquals(
                "{\"models\":[{\"name\":\"models/openai/gpt-4o\",\"displayName\":\"openai/gpt-4o\",\"description\":\"openai\","
                    + "\"inputTokenLimit\":128000,\"supportedGenerationMethods\":[\"generateContent\","
                    + "\"streamGenerateContent\",\"countTokens\",\"embedContent\"]}]}",
                list.body());
        assertTrue(one.body().startsWith("{\"name\":\"models/auto\""), one.body());
    }

    @Test
    void embeddingsAndCountsAreWrittenInTheFormThatWasAskedFor() throws Exception {
        EmbeddingReply reply = EmbeddingReply.of("m", List.of(new float[] {1, 0.25f}), Usage.of(2, 0));
        String usage = ",\"usageMetadata\":{\"promptTokenCount\":2,\"candidatesTokenCount\":0,\"totalTokenCount\":2}}";
        EmbeddingRequest one = embedding("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":2}");
        EmbeddingRequest many =
                embedding("{\"requests\":[{\"model\":\"models/e\",\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}");
        MemorySink single = new MemorySink();
        MemorySink plural = new MemorySink();
        MemorySink count = new MemorySink();

        format.writeEmbeddings(reply, one, single);
        format.writeEmbeddings(reply, many, plural);
        format.writeCount(31, count);

        assertEquals("{\"embedding\":{\"values\":[1.0,0.25]}" + usage, single.body());
        assertEquals("{\"embeddings\":[{\"values\":[1.0,0.25]}]" + usage, plural.body());
        assertEquals("{\"totalTokens\":31}", count.body());
        assertEquals(Optional.of(2), one.dimensions());
        assertEquals(List.of(new EmbeddingRequest.Input.Text("a")), many.inputs());
        assertEquals(
                "{\"requests\":[{\"model\":\"models/x\",\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}",
                format.writeEmbeddingRequest(many.withModel("x"), call).json().toString());
    }

    private EmbeddingRequest embedding(String body) {
        return format.readEmbeddingRequest(
                json.object(body.getBytes(StandardCharsets.UTF_8)), Map.of("model", "models/e"));
    }

    private String streamed(String alt, List<ChatEvent> events) throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request(alt, true), sink, call);
        for (ChatEvent event : events) {
            writer.frame(Frame.of(List.of(event)));
        }
        writer.end();
        return sink.body();
    }

    private ChatRequest request(String alt, boolean streaming) {
        Map<String, String> path = Map.of("model", "models/m", "?alt", alt, WireFormat.ENDPOINT, "/v1/{+model}:x");
        return format.readRequest(json.object("{\"contents\":[]}".getBytes(StandardCharsets.UTF_8)), path)
                .withStreaming(streaming);
    }
}
