// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Signature;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
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

/**
 * Proofs of thoughts come back from clients that keep of an answer only {@code role}, {@code content} and {@code
 * tool_calls} with {@code id}, {@code type} and {@code function}.
 */
class RecollectionTest {
    private static final Part.Reasoning GEMINI =
            new Part.Reasoning("", Optional.of(new Signature(WireName.GEMINI_CONTENT, "CiQB0e")));
    private static final Part.Reasoning GEMINI_OF_TEXT =
            new Part.Reasoning("", Optional.of(new Signature(WireName.GEMINI_CONTENT, "CiQtext")));
    private static final Part.Reasoning CLAUDE =
            new Part.Reasoning("Let me look.", Optional.of(new Signature(WireName.ANTHROPIC_MESSAGES, "EqQB")));
    private static final Part.Reasoning REDACTED =
            new Part.Reasoning("", Optional.of(new Signature(WireName.ANTHROPIC_MESSAGES, "redacted:abc=")));
    private static final Part TEXT = new Part.Text("so");
    private static final Part CALL_A = new Part.ToolCall("a", "f", RawJson.of("{\"x\": 1e2}"));
    private static final Part CALL_B = new Part.ToolCall("b", "f", RawJson.of("{}"));
    private static final List<List<Part>> TURNS = List.of(
            List.of(GEMINI, CALL_A, CALL_B),
            List.of(GEMINI_OF_TEXT, TEXT, GEMINI, CALL_A),
            List.of(REDACTED, CLAUDE, TEXT, CALL_A, CALL_B),
            List.of(CLAUDE, CALL_A, CLAUDE, CALL_B));

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void proofsOfAWholeAnswerComeBackThroughAClientThatDropsThem() throws Exception {
        for (List<Part> parts : TURNS) {
            show(parts);
            assertEquals(spelledAgain(parts), history(kept(parts, "")));
        }
    }

    @Test
    void proofsOfAStreamComeBackThroughAClientThatDropsThem() throws Exception {
        for (List<Part> parts : TURNS) {
            stream(parts);
            assertEquals(spelledAgain(parts), history(kept(parts, "")));
        }
    }

    @Test
    void wordsThatTheClientKeptAreNotSaidTwice() throws Exception {
        show(List.of(CLAUDE, CALL_A));

        String words = ",\"reasoning_content\":\"Hm. Let me look.\"";
        assertEquals(
                List.of(new Part.Reasoning("Hm. ", Optional.empty()), CLAUDE, spelledAgain(CALL_A)),
                history(kept(List.of(CALL_A), words)));
        assertEquals(
                List.of(CLAUDE, spelledAgain(CALL_A)),
                history(kept(List.of(CALL_A), ",\"reasoning_content\":\"Let me look.\"")));
    }

    @Test
    void whatTheClientBringsItselfCounts() throws Exception {
        show(List.of(CLAUDE, CALL_A));

        String own = ",\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"aisbf1:gemini-content:s\"}]";
        assertEquals(
                List.of(
                        new Part.Reasoning("", Optional.of(new Signature(WireName.GEMINI_CONTENT, "s"))),
                        spelledAgain(CALL_A)),
                history(kept(List.of(CALL_A), own)));
    }

    @Test
    void anotherCallUnderTheSameIdHasNoThoughts() throws Exception {
        show(List.of(CLAUDE, CALL_A));
        Part other = new Part.ToolCall("a", "f", RawJson.of("{\"x\":7}"));

        assertEquals(List.of(other), history(kept(List.of(other), "")));
    }

    @Test
    void thoughtsWithoutAProofAreNotRemembered() throws Exception {
        show(List.of(new Part.Reasoning("hm", Optional.empty()), CALL_A));

        assertEquals(List.of(spelledAgain(CALL_A)), history(kept(List.of(CALL_A), "")));
    }

    @Test
    void anAnswerThatBrokeOffIsNotRemembered() throws Exception {
        ReplyWriter writer = format.replyTo(read("{\"model\":\"t\",\"stream\":true}"), new MemorySink(), call);
        for (ChatEvent event : events(List.of(CLAUDE, CALL_A))) {
            writer.frame(Frame.of(List.of(event)));
        }

        assertEquals(List.of(spelledAgain(CALL_A)), history(kept(List.of(CALL_A), "")));
    }

    @Test
    void aRelayedHistoryIsNotTouched() throws Exception {
        show(List.of(CLAUDE, CALL_A));
        ChatRequest request = read("{\"model\":\"m\",\"messages\":[" + kept(List.of(CALL_A), "") + "]}");
        request.messages();

        assertSame(
                request.wire().orElseThrow().json(),
                format.writeRequest(request, call).json());
        assertEquals(
                request.wire().orElseThrow().json().toString(),
                format.writeRequest(request.withMessages(request.messages()), call)
                        .json()
                        .toString());
    }

    private void show(List<Part> parts) throws Exception {
        Message message = new Message(Message.Role.ASSISTANT, parts, Optional.empty());
        ChatResponse.Choice choice = new ChatResponse.Choice(0, message, FinishReason.Known.TOOL_CALLS);
        format.replyTo(read("{\"model\":\"t\"}"), new MemorySink(), call)
                .whole(ChatResponse.of("x", "m", List.of(choice), Usage.NONE));
    }

    private void stream(List<Part> parts) throws Exception {
        ReplyWriter writer = format.replyTo(read("{\"model\":\"t\",\"stream\":true}"), new MemorySink(), call);
        for (ChatEvent event : events(parts)) {
            writer.frame(Frame.of(List.of(event)));
        }
        writer.end();
    }

    private static List<ChatEvent> events(List<Part> parts) {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Started("x", "m"));
        int calls = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.Reasoning thought -> {
                    events.add(new ChatEvent.ReasoningDelta(0, thought.text(), Optional.empty()));
                    events.add(new ChatEvent.ReasoningDelta(0, "", thought.signature()));
                }
                case Part.Text text -> events.add(new ChatEvent.TextDelta(0, text.text()));
                case Part.ToolCall one -> {
                    String arguments = one.arguments().toString();
                    events.add(begun(calls, one));
                    events.add(more(calls, arguments.substring(0, 1)));
                    events.add(more(calls++, arguments.substring(1)));
                }
                default -> throw new IllegalArgumentException(part.toString());
            }
        }
        return events;
    }

    private static ChatEvent begun(int index, Part.ToolCall one) {
        return new ChatEvent.ToolCallDelta(0, index, Optional.of(one.id()), Optional.of(one.tool()), "");
    }

    private static ChatEvent more(int index, String fragment) {
        return new ChatEvent.ToolCallDelta(0, index, Optional.empty(), Optional.empty(), fragment);
    }

    /** The message as such a client sends it back: arguments read and written again, everything else unknown to it. */
    private static String kept(List<Part> parts, String more) {
        String text = parts.contains(TEXT) ? "\"so\"" : "null";
        List<RawJson> calls = new ArrayList<>();
        for (Part part : spelledAgain(parts)) {
            if (part instanceof Part.ToolCall one) {
                calls.add(RawJson.of("{\"id\":\"" + one.id() + "\",\"type\":\"function\",\"function\":{\"name\":\""
                        + one.tool() + "\",\"arguments\":"
                        + RawJson.text(one.arguments().toString()) + "}}"));
            }
        }
        return "{\"role\":\"assistant\",\"content\":" + text + more + ",\"tool_calls\":" + RawJson.array(calls) + "}";
    }

    private static List<Part> spelledAgain(List<Part> parts) {
        return parts.stream().map(RecollectionTest::spelledAgain).toList();
    }

    private static Part spelledAgain(Part part) {
        return part.equals(CALL_A) ? new Part.ToolCall("a", "f", RawJson.of("{\"x\":100}")) : part;
    }

    private List<Part> history(String message) {
        return read("{\"model\":\"m\",\"messages\":[" + message + "]}")
                .messages()
                .getFirst()
                .parts();
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
