// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
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
import org.junit.jupiter.api.Test;

/** Proofs of thoughts go out with every answer, come back with the history, and reach nobody but their maker. */
class ThoughtsTest {
    private static final Signature CLAUDE = new Signature(WireName.ANTHROPIC_MESSAGES, "EqQB\"x");
    private static final Signature REDACTED = new Signature(WireName.ANTHROPIC_MESSAGES, "redacted:abc=");
    private static final Signature GEMINI = new Signature(WireName.GEMINI_CONTENT, "CiQB0e");
    private static final Part CALL_A = new Part.ToolCall("a", "f", RawJson.of("{\"x\":1}"));
    private static final Part CALL_B = new Part.ToolCall("b", "f", RawJson.of("{}"));
    private static final String OPENROUTER = """
        data: {"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-sonnet-4.5","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Let ","reasoning_details":[{"type":"reasoning.text","text":"Let ","format":"anthropic-claude-v1","index":0}]},"finish_reason":null}]}

        data: {"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-sonnet-4.5","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"me.","reasoning_details":[{"type":"reasoning.text","text":"me.","format":"anthropic-claude-v1","index":0}]},"finish_reason":null}]}

        data: {"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-sonnet-4.5","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":null,"reasoning_details":[{"type":"reasoning.text","signature":"EqQB","format":"anthropic-claude-v1","index":0}]},"finish_reason":null}]}

        data: {"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-sonnet-4.5","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"Ok"},"finish_reason":null}]}

        data: {"id":"gen-1","provider":"Anthropic","model":"anthropic/claude-sonnet-4.5","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}

        data: [DONE]

        """;
    private static final String JOINED = "[{\"type\":\"reasoning.text\",\"text\":\"Let"
            + " me.\",\"format\":\"anthropic-claude-v1\",\"index\":0,\"signature\":\"EqQB\"}]";

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void foreignProofsComeBackFromAWholeAnswerAsTheyWentOut() throws Exception {
        for (List<Part> parts : turns()) {
            MemorySink sink = new MemorySink();
            format.replyTo(read("{\"model\":\"t\"}"), sink, call).whole(answer(parts));

            String message = sink.body().replaceAll("(?s).*\"message\":(\\{.*}),\"logprobs\".*", "$1");
            assertEquals(parts, history(message));
        }
    }

    @Test
    void foreignProofsComeBackFromAStreamAsTheyWentOut() throws Exception {
        for (List<Part> parts : turns()) {
            MemorySink sink = new MemorySink();
            ReplyWriter writer = format.replyTo(read("{\"model\":\"t\",\"stream\":true}"), sink, call);
            writer.frame(Frame.of(List.of(new ChatEvent.Started("x", "m"))));
            for (ChatEvent event : events(parts)) {
                writer.frame(Frame.of(List.of(event)));
            }
            writer.end();

            assertEquals(events(parts), withoutStart(decoded(sink.body(), read("{\"model\":\"t\"}"))));
            assertEquals(parts, history(gathered(sink.body())));
        }
    }

    @Test
    void theProofOfACallIsAlsoWhereClientsOfGooglesLookForIt() throws Exception {
        MemorySink sink = new MemorySink();
        format.replyTo(read("{\"model\":\"t\"}"), sink, call)
                .whole(answer(List.of(new Part.Reasoning("", Optional.of(GEMINI)), CALL_A)));

        assertTrue(
                sink.body().contains("\"extra_content\":{\"google\":{\"thought_signature\":\"CiQB0e\"}}"), sink::body);
        assertEquals(
                List.of(new Part.Reasoning("", Optional.of(GEMINI)), CALL_A),
                history("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"},"
                        + "\"extra_content\":{\"google\":{\"thought_signature\":\"CiQB0e\"}}}]}"));
    }

    @Test
    void whatAnUpstreamOfThisProtocolProvedGoesBackToIt() throws Exception {
        List<ChatEvent> events = decoded(OPENROUTER, foreign());

        Signature own = new Signature(WireName.OPENAI_CHAT, JOINED);
        assertEquals(
                List.of(
                        new ChatEvent.ReasoningDelta(0, "Let ", Optional.empty()),
                        new ChatEvent.ReasoningDelta(0, "me.", Optional.empty()),
                        new ChatEvent.ReasoningDelta(0, "", Optional.of(own)),
                        new ChatEvent.TextDelta(0, "Ok"),
                        new ChatEvent.Finished(0, FinishReason.Known.STOP)),
                withoutStart(events));
        Asked back = Asked.PLAIN.saying(
                Role.ASSISTANT, new Part.Reasoning("Let me.", Optional.of(own)), new Part.Text("Ok"));
        assertEquals(
                "[{\"role\":\"assistant\",\"content\":\"Ok\",\"reasoning_details\":" + JOINED + "}]", messages(back));
        assertEquals(List.of(), call.losses());
    }

    @Test
    void theProofOfACallGoesBackWithTheCall() throws Exception {
        String extra = "{\"google\":{\"thought_signature\":\"s\"}}";
        String whole =
                "{\"id\":\"g\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"tool_calls\":[{\"id\":"
                        + "\"a\",\"type\":\"function\",\"extra_content\":" + extra
                        + ",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}]},\"finish_reason\":\"tool_calls\"}]}";
        ChatResponse response = ((ChatReply.Whole) format.readReply(Reply.json(whole), foreign(), call)).response();
        List<Part> parts = response.choices().getFirst().message().parts();

        Signature own = new Signature(WireName.OPENAI_CHAT, extra);
        assertEquals(List.of(new Part.Reasoning("", Optional.of(own)), CALL_A), parts);
        assertTrue(messages(Asked.PLAIN.saying(Role.ASSISTANT, parts.toArray(Part[]::new)))
                .contains("\"extra_content\":" + extra));
    }

    @Test
    void aForgedProofOfThisProtocolWritesNothing() {
        for (String forged : List.of("[],\"model\":\"other\"", "{}}", "[", "7", "[{}],\"x\":[{}]")) {
            Signature own = new Signature(WireName.OPENAI_CHAT, forged);
            String sent = messages(Asked.PLAIN.saying(
                    Role.ASSISTANT, new Part.Reasoning("hm", Optional.of(own)), new Part.Text("Ok")));

            assertEquals("[{\"role\":\"assistant\",\"content\":\"Ok\"}]", sent);
        }
    }

    @Test
    void aRelayedHistoryLosesTheProofsThatWereTaggedHere() {
        String before = """
            {"model":"m", "x": 1e2,"messages":[{"role":"user","content":"aisbf1: is a word"},
             {"role":"assistant","content":"a", "reasoning_details":[{"type":"reasoning.encrypted","data":"aisbf1:gemini-content:s","id":"c"},
               {"type":"reasoning.text","text":"t"}],"tool_calls":[{"id":"c", "function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"s"}}}]},
             {"role":"assistant", "content":"b"}]}
            """;
        JsonObject body = format.writeRequest(read(before), call).json();

        assertFalse(body.toString().contains("gemini-content"), body::toString);
        assertFalse(body.toString().contains("extra_content"), body::toString);
        assertTrue(body.toString().contains("{\"type\":\"reasoning.text\",\"text\":\"t\"}"), body::toString);
        assertTrue(body.toString().contains("\"x\": 1e2"), body::toString);
        assertTrue(body.toString().contains("{\"role\":\"user\",\"content\":\"aisbf1: is a word\"}"), body::toString);
        assertTrue(body.toString().contains("{\"role\":\"assistant\", \"content\":\"b\"}"), body::toString);
        assertEquals(
                List.of("messages[1].reasoning_details"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    @Test
    void aHistoryWithoutTagsIsNotTouched() {
        ChatRequest request =
                read("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"aisbf1 aaisbf\"}]}");

        assertSame(
                request.wire().orElseThrow().json(),
                format.writeRequest(request, call).json());
    }

    /** Turns as Anthropic and Gemini make them. */
    private static List<List<Part>> turns() {
        return List.of(
                List.of(new Part.Reasoning("hm", Optional.of(CLAUDE)), CALL_A, CALL_B),
                List.of(new Part.Reasoning("hm", Optional.of(CLAUDE)), new Part.Text("so"), CALL_A),
                List.of(
                        new Part.Reasoning("", Optional.of(REDACTED)),
                        new Part.Reasoning("hm", Optional.of(CLAUDE)),
                        new Part.Text("so")),
                List.of(
                        new Part.Reasoning("one", Optional.of(CLAUDE)),
                        new Part.Text("so"),
                        new Part.Reasoning("two", Optional.of(CLAUDE)),
                        CALL_A),
                List.of(new Part.Reasoning("", Optional.of(GEMINI)), CALL_A, CALL_B),
                List.of(new Part.Reasoning("", Optional.of(GEMINI)), new Part.Text("so")));
    }

    private static List<ChatEvent> events(List<Part> parts) {
        List<ChatEvent> events = new ArrayList<>();
        int calls = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.Reasoning thought -> {
                    if (!thought.text().isEmpty()) {
                        events.add(new ChatEvent.ReasoningDelta(0, thought.text(), Optional.empty()));
                    }
                    events.add(new ChatEvent.ReasoningDelta(0, "", thought.signature()));
                }
                case Part.Text text -> events.add(new ChatEvent.TextDelta(0, text.text()));
                case Part.ToolCall one ->
                    events.add(new ChatEvent.ToolCallDelta(
                            0,
                            calls++,
                            Optional.of(one.id()),
                            Optional.of(one.tool()),
                            one.arguments().toString()));
                default -> throw new IllegalArgumentException(part.toString());
            }
        }
        events.add(new ChatEvent.Finished(0, calls > 0 ? FinishReason.Known.TOOL_CALLS : FinishReason.Known.STOP));
        return events;
    }

    /** What a client that adds deltas up, as OpenRouter's do, keeps of a stream. */
    private String gathered(String stream) {
        StringBuilder text = new StringBuilder();
        List<RawJson> details = new ArrayList<>();
        List<RawJson> calls = new ArrayList<>();
        for (String line :
                stream.lines().filter(one -> one.startsWith("data: {")).toList()) {
            JsonObject chunk = json.object(RawJson.of(line.substring(6)));
            JsonObject choice =
                    json.object(json.array(chunk.get("choices").orElseThrow()).getFirst());
            JsonObject delta = json.object(choice.get("delta").orElseThrow());
            delta.get("content").ifPresent(value -> text.append(json.text(value)));
            delta.get("reasoning_details").ifPresent(value -> details.addAll(json.array(value)));
            delta.get("tool_calls").ifPresent(value -> calls.addAll(json.array(value)));
        }
        return "{\"role\":\"assistant\",\"content\":" + RawJson.text(text.toString()) + ",\"reasoning_details\":"
                + RawJson.array(details) + ",\"tool_calls\":" + RawJson.array(calls) + "}";
    }

    private List<Part> history(String message) {
        return read("{\"model\":\"m\",\"messages\":[" + message + "]}")
                .messages()
                .getFirst()
                .parts();
    }

    private List<ChatEvent> decoded(String stream, ChatRequest request) throws Exception {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatReply.Stream frames = (ChatReply.Stream) format.readReply(Reply.events(stream), request, call)) {
            for (Optional<Frame> frame = frames.next(); frame.isPresent(); frame = frames.next()) {
                events.addAll(frame.get().events());
            }
        }
        return events;
    }

    private static List<ChatEvent> withoutStart(List<ChatEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ChatEvent.Started))
                .toList();
    }

    private static ChatResponse answer(List<Part> parts) {
        Message message = new Message(Role.ASSISTANT, parts, Optional.empty());
        return ChatResponse.of(
                "x", "m", List.of(new ChatResponse.Choice(0, message, FinishReason.Known.STOP)), Usage.NONE);
    }

    private static ChatRequest foreign() {
        return ChatRequest.of("m", List.of());
    }

    private String messages(ChatRequest request) {
        return format.writeRequest(request, call)
                .json()
                .get("messages")
                .orElseThrow()
                .toString();
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
