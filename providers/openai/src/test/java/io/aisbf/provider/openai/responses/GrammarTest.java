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
import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.wire.read.Members;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a provider streams, a client of this protocol gets a stream that keeps to its rules. */
class GrammarTest {
    private final Json json = new JacksonJson();
    private final OpenAiResponses format = new OpenAiResponses(json, InstantSource.fixed(Instant.ofEpochSecond(7)));
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void anyOrderOfEventsKeepsToTheRules() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            List<ChatEvent> events = new ArrayList<>(List.of(new ChatEvent.Started("resp_1", "m")));
            for (int step = random.nextInt(12); step > 0; step--) {
                events.addAll(some(random, step));
            }
            events.add(new ChatEvent.Finished(
                    0, random.nextBoolean() ? FinishReason.Known.STOP : FinishReason.Known.LENGTH));
            events.add(new ChatEvent.Counted(Usage.of(1, 2)));
            Grammar.check(json, written(events));
        }
    }

    private static List<ChatEvent> some(Random random, int step) {
        return switch (random.nextInt(9)) {
            case 0 -> List.of(new ChatEvent.TextDelta(0, "a\u00e9"), new ChatEvent.TextDelta(0, "b"));
            case 1 -> List.of(new ChatEvent.RefusalDelta(0, "no"));
            case 2 -> List.of(new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()));
            case 3 -> List.of(new ChatEvent.ReasoningDelta(0, "", Optional.of(foreign("s"))));
            case 4 -> List.of(begin(step, "f", "{\"a\""), go(step, ":1}"));
            case 5 -> List.of(begin(step, "patch", "{\"input\":\"x\\n"), go(step, "y\"}"));
            case 6 -> List.of(begin(step, "f", ""));
            case 7 -> List.of(cited());
            default ->
                List.of(
                        new ChatEvent.Weighed(0, List.of(new Probability("a", -0.5, List.of()))),
                        new ChatEvent.TextDelta(0, ""));
        };
    }

    @Test
    void interleavedCallsAreToldOneAfterTheOther() throws IOException {
        Members response = Grammar.check(
                json,
                written(List.of(
                        begin(0, "f", ""),
                        begin(1, "g", "{\"b\""),
                        go(0, "{\"a\":"),
                        go(1, ":2}"),
                        go(0, "1}"),
                        begin(2, "h", ""))));

        assertEquals(
                List.of("{\"a\":1}", "{\"b\":2}", "{}"),
                response.children("output").stream()
                        .map(item -> item.need("arguments"))
                        .toList());
    }

    @Test
    void thoughtsWordsAndCallsStandInTheOrderTheyCame() throws IOException {
        Members response = Grammar.check(
                json,
                written(List.of(
                        new ChatEvent.ReasoningDelta(0, "h", Optional.empty()),
                        new ChatEvent.ReasoningDelta(0, "m", Optional.empty()),
                        new ChatEvent.ReasoningDelta(0, "", Optional.of(foreign("s1"))),
                        new ChatEvent.ReasoningDelta(0, "", Optional.of(foreign("s2"))),
                        begin(0, "f", "{}"),
                        new ChatEvent.TextDelta(0, "done"),
                        cited())));

        List<Members> items = response.children("output");
        assertEquals(
                List.of("reasoning", "reasoning", "function_call", "message"),
                items.stream().map(item -> item.need("type")).toList());
        assertEquals("hm", items.get(0).children("summary").getFirst().need("text"));
        assertEquals("aisbf1:gemini-content:s1", items.get(0).need("encrypted_content"));
        assertEquals(List.of(), items.get(1).elements("summary"));
        assertEquals("aisbf1:gemini-content:s2", items.get(1).need("encrypted_content"));
        Members text = items.get(3).children("content").getFirst();
        assertEquals(
                "https://a.example/", text.children("annotations").getFirst().need("url"));
    }

    @Test
    void aCustomToolGetsItsTextBack() throws IOException {
        Members response = Grammar.check(
                json,
                written(List.of(
                        begin(0, "patch", "{\"inp"), go(0, "ut\": \"*** Begin \\ud83d\\ude00\\n"), go(0, "end\"}"))));

        Members item = response.children("output").getFirst();
        assertEquals("custom_tool_call", item.need("type"));
        assertEquals("call_0", item.need("call_id"));
        assertEquals("*** Begin \uD83D\uDE00\nend", item.need("input"));
    }

    @Test
    void halfACallIsAFailureAndNoCall() throws IOException {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request(), sink, call);
        writer.frame(Frame.of(List.of(begin(0, "f", "{\"a\":"))));
        CallException broken = assertThrows(CallException.class, writer::end);
        writer.fail(broken);

        assertEquals(Failure.MALFORMED_REPLY, broken.failure());
        assertTrue(!sink.body().contains("output_item.done"), sink::body);
        Members response = Grammar.check(json, sink.body());
        assertEquals("malformed_reply", response.needChild("error").need("code"));
    }

    @Test
    void theReasonOfTheEndIsTold() throws IOException {
        Members cut = Grammar.check(
                json,
                written(List.of(
                        new ChatEvent.TextDelta(0, "a"), new ChatEvent.Finished(0, FinishReason.Known.LENGTH))));
        assertEquals("incomplete", cut.need("status"));
        assertEquals("max_output_tokens", cut.needChild("incomplete_details").need("reason"));
        assertEquals("incomplete", cut.children("output").getFirst().need("status"));

        Members stopped =
                Grammar.check(json, written(List.of(new ChatEvent.Finished(0, FinishReason.Known.CONTENT_FILTER))));
        assertEquals("content_filter", stopped.needChild("incomplete_details").need("reason"));
    }

    @Test
    void theResponseRepeatsWhatWasAsked() throws IOException {
        // long method: every member that clients read
        Members response = Grammar.check(json, written(List.of(new ChatEvent.Counted(new Usage(10, 4, 2, 5, 3)))));

        assertEquals("resp_c1", response.need("id"));
        assertEquals("m", response.need("model"));
        assertEquals(7, response.integer("created_at").orElseThrow());
        assertEquals(
                List.of("patch"),
                response.children("tools").stream()
                        .map(tool -> tool.need("name"))
                        .toList());
        assertEquals(
                "{\"input_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2},"
                        + "\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":15}",
                response.needChild("usage").object().toString());
        for (String member : List.of(
                "error",
                "incomplete_details",
                "instructions",
                "metadata",
                "parallel_tool_calls",
                "temperature",
                "top_p",
                "text",
                "tool_choice",
                "truncation",
                "reasoning",
                "previous_response_id",
                "store",
                "user")) {
            assertTrue(response.object().get(member).isPresent(), member);
        }
    }

    @Test
    void aFailureInARelayedStreamContinuesItsCount() throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request(), sink, call);
        String begun =
                "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_9\",\"status\":\"in_progress\"}}";
        writer.frame(Frame.raw(
                WireName.OPENAI_RESPONSES, Optional.of("response.created"), RawJson.of(begun), wire -> List.of()));
        writer.fail(new CallException(Failure.RATE_LIMITED, "wait"));

        assertEquals(
                "event: response.created\ndata: " + begun + "\n\n"
                                                          + "event: response.failed\n"
                                                          + "data:"
                                                          + " {\"type\":\"response.failed\",\"sequence_number\":1,\"response\":{\"id\":\"resp_9\",\"status\":\"failed\",\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"wait\"}}}\n\n",
                sink.body());
    }

    @Test
    void aProofThatComesWithItsWordsGivesTheItemItsName() throws IOException {
        String stream = written(List.of(
                new ChatEvent.Started("r", "m"),
                thought("rs_7:enc"),
                thought("sealed without a name"),
                new ChatEvent.Finished(0, FinishReason.Known.STOP)));
        List<Members> items = Grammar.check(json, stream).children("output");

        assertEquals("rs_7", items.getFirst().need("id"));
        assertEquals("enc", items.getFirst().need("encrypted_content"));
        assertEquals("sealed without a name", items.getLast().need("encrypted_content"));
    }

    private static ChatEvent thought(String proof) {
        return new ChatEvent.ReasoningDelta(0, "hm", Optional.of(new Part.Signature(WireName.OPENAI_RESPONSES, proof)));
    }

    private String written(List<ChatEvent> events) throws IOException {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(request(), sink, call);
        for (ChatEvent event : events) {
            writer.frame(Frame.of(List.of(event)));
            writer.keepAlive();
        }
        writer.end();
        return sink.body();
    }

    private ChatRequest request() {
        String body =
                "{\"model\":\"m\",\"stream\":true,\"input\":\"x\",\"tools\":[{\"type\":\"custom\",\"name\":\"patch\"}]}";
        return format.readRequest(json.object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private static Part.Signature foreign(String value) {
        return new Part.Signature(WireName.GEMINI_CONTENT, value);
    }

    private static ChatEvent begin(int number, String tool, String arguments) {
        return new ChatEvent.ToolCallDelta(0, number, Optional.of("call_" + number), Optional.of(tool), arguments);
    }

    private static ChatEvent go(int number, String arguments) {
        return new ChatEvent.ToolCallDelta(0, number, Optional.empty(), Optional.empty(), arguments);
    }

    private static ChatEvent cited() {
        return new ChatEvent.Given(
                0,
                new Part.Citation(
                        Optional.of("https://a.example/"),
                        Optional.of("A"),
                        Optional.empty(),
                        OptionalInt.of(0),
                        OptionalInt.of(1),
                        Optional.empty()));
    }
}
