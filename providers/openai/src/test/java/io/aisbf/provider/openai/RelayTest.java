// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.testing.ScriptedUpstream;
import io.aisbf.api.testing.ScriptedUpstream.Answer;
import io.aisbf.api.wire.ReplyWriter;
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

/** The same protocol on both sides: only what must change changes. */
class RelayTest {
    /** Spelled as no serialiser would. */
    static final String ODD = """
        {"model" :"m" , "messages":[ {"role":"user","content":"Caf\\u00e9 \\/ \\ud83d\\ude00 \\u0041", "x":{"y":[ 1e+2 ]}} ,
        {"content":null,"role":"assistant","tool_calls":[{"function":{"arguments":"{\\"a\\": 1e+2}","name":"f"},"id":"c1","type":"function","extra_content":{"google":{"thought_signature":"s"}}}]},
        \t{"role":"tool","tool_call_id":"c1","content":"r"}],
         "seed":123456789012345678, "logit_bias":{"50256":-1.00e2}, "big":123456789012345678901234567890,"small":-0.0,"unknown":{"deep":[[{"é":"\\u00E9"}]],"":null} }\
        """;

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void anOddBodyArrivesUpstreamIdenticalButForItsModel() throws Exception {
        assertEquals(ODD.replace("\"m\"", "\"owner/other\""), sent(ODD, Map.of(), "owner/other"));
    }

    @Test
    void aStreamedRequestGainsOneMember() throws Exception {
        String streamed = ODD.replace("\"seed\"", "\"stream\" : true,\"seed\"");

        assertEquals(
                streamed.substring(0, streamed.length() - 2) + ",\"stream_options\":{\"include_usage\":true} }",
                sent(streamed, Map.of(), "m"));
        assertEquals(streamed, sent(streamed, Map.of("stream_usage", false), "m"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"include_usage":true, "x":1}   | {"include_usage":true, "x":1}
        {"x": 1e+2}                     | {"x": 1e+2,"include_usage":true}
        { "include_usage": false }      | { "include_usage": true }
        null                            | {"include_usage":true}
        """)
    void streamOptionsKeepWhatElseTheyHold(String options, String expected) throws Exception {
        String body = "{\"model\":\"m\",\"stream\":true,\"stream_options\": %s,\"messages\":[]}";

        assertEquals(body.formatted(expected), sent(body.formatted(options), Map.of(), "m"));
    }

    @Test
    void membersAreForcedAndLeftOutAsTheOperatorWants() throws Exception {
        String sent = sent(
                "{\"seed\":1, \"model\":\"m\",\"messages\":[],\"top_p\":1}",
                Map.of("unsupported", List.of("seed", "logprobs"), "extra_body", Map.of("top_p", 0.5, "store", false)),
                "m");

        assertEquals("{ \"model\":\"m\",\"messages\":[],\"top_p\":0.5,\"store\":false}", sent);
        assertEquals(List.of(new Call.Loss("seed", "test does not support it")), call.losses());
    }

    @Test
    void untouchedMessagesKeepTheirBytes() {
        ChatRequest request = read(ODD);
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(0, Message.of(Message.Role.SYSTEM, "short"));

        String written = text(request.withMessages(messages));

        assertTrue(
                written.startsWith("{\"model\" :\"m\" , \"messages\":[{\"role\":\"system\",\"content\":\"short\"},"));
        assertTrue(written.contains("\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}"));
        assertTrue(written.endsWith(ODD.substring(ODD.indexOf("\"seed\""))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "max_tokens":9                              | "max_tokens":5
        "max_completion_tokens":9                   | "max_completion_tokens":5
        "max_tokens":9,"max_completion_tokens": 8   | "max_tokens":5,"max_completion_tokens": 5
        "seed":1                                    | "seed":1,"max_completion_tokens":5
        """)
    void theLimitOfTokensIsPatchedUnderTheNameItHas(String before, String after) {
        ChatRequest request = read("{\"model\":\"m\", \"temperature\":1e+0," + before + "}");
        Sampling old = request.sampling();

        ChatRequest changed = request.withSampling(new Sampling(
                old.temperature(),
                old.topP(),
                old.topK(),
                OptionalInt.of(5),
                old.stop(),
                old.seed(),
                old.choices(),
                old.frequencyPenalty(),
                old.presencePenalty()));

        assertEquals("{\"model\":\"m\", \"temperature\":1e+0," + after + "}", text(changed));
        assertEquals(OptionalInt.of(5), changed.sampling().maxTokens());
    }

    @Test
    void withoutAStreamThereAreNoStreamOptions() {
        ChatRequest request = read("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

        assertEquals("{\"model\":\"m\",\"stream\":false}", text(request.withStreaming(false)));
        assertEquals(
                "{\"model\":\"m\",\"stream\":true}",
                text(request.withStreaming(false).withStreaming(true)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "deepseek", "llama.cpp", "openrouter", "azure", "vllm"})
    void aStreamReachesAClientThatAskedForUsageAsItCame(String name) throws Exception {
        String sample = Samples.stream(name);

        assertEquals(withoutComments(sample), relayed(sample, "\"stream_options\":{\"include_usage\":true},"));
    }

    @ParameterizedTest
    @CsvSource({"openai, 1", "deepseek, 0", "llama.cpp, 0", "openrouter, 0", "azure, 1", "vllm, 0"})
    void theChunkWithNothingButUsageIsKeptFromAClientThatDidNotAsk(String name, int chunks) throws Exception {
        String sample = withoutComments(Samples.stream(name));
        String expected = chunks == 0
                ? sample
                : sample.replaceAll("data: \\{[^\n]*\"choices\":\\[\\],[^\n]*\"usage\":\\{[^\n]*\n\n", "");

        String found = relayed(sample, "");

        assertEquals(expected, found);
        assertEquals(chunks, count(sample) - count(found));
        assertEquals(found, relayed(sample, "\"stream_options\":{\"include_usage\":false},"));
    }

    @Test
    void anEventOfSeveralLinesComesOutOnOne() throws Exception {
        String sample = """
            event: x
            data: {"choices": [
            data:  {"index":0,"delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

        assertEquals(sample.replace("[\ndata: ", "[ "), relayed(sample, ""));
    }

    @Test
    void aFailureInTheMiddleIsTheLastThingThatIsSent() throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(read("{\"model\":\"m\",\"stream\":true}"), sink, call);
        writer.frame(Frame.of(List.of()));
        writer.keepAlive();
        writer.fail(new CallException(Failure.MALFORMED_REPLY, "it broke off"));

        assertEquals("text/event-stream", sink.mediaType());
        assertEquals(
                ": keep-alive\n\ndata: {\"error\":{\"message\":\"it broke off\",\"type\":\"server_error\","
                        + "\"param\":null,\"code\":\"malformed_reply\"}}\n\n",
                sink.body());
    }

    @Test
    void aClientThatWaitsForJsonGetsNoSignsOfLife() throws Exception {
        MemorySink sink = new MemorySink();
        format.replyTo(read("{\"model\":\"m\"}"), sink, call).keepAlive();

        assertFalse(sink.opened());
    }

    private String relayed(String sample, String options) throws Exception {
        ChatRequest request = read("{\"model\":\"m\"," + options + "\"stream\":true,\"n\":2,\"messages\":[]}");
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request, sink, call);
        try (ChatReply.Stream stream = (ChatReply.Stream) format.readReply(Reply.events(sample), request, call)) {
            for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                writer.frame(frame.get());
            }
        }
        writer.end();
        return sink.body();
    }

    private String sent(String body, Map<String, ?> settings, String model) throws Exception {
        ScriptedUpstream upstream = ScriptedUpstream.answering(Answer.json(200, Samples.OPENAI_TOOLS_WHOLE));
        MapSettings own = MapSettings.of(settings);
        FixedContext context = FixedContext.of(json).withHttp(upstream).withFormats(format);
        Call keyed = Call.start(
                "c",
                new Call.Client(name -> Optional.empty(), Optional.of(new Secret("k"))),
                Duration.ofMinutes(1),
                System::nanoTime);
        new OpenAiFactory()
                .create(own, context)
                .chat(read(body).withModel(model), keyed)
                .close();
        keyed.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
        return upstream.lastBody();
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }

    private static String text(ChatRequest request) {
        return request.wire().orElseThrow().json().toString();
    }

    private static String withoutComments(String sample) {
        return sample.replaceAll("(?m)^:[^\n]*\n\n", "");
    }

    private static long count(String stream) {
        return stream.lines().filter(line -> line.startsWith("data:")).count();
    }
}
