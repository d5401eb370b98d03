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
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How what came from elsewhere is spelled. */
class TranslationTest {
    private static final String HEAD =
            "{\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"claude\",";

    private static final Part.Signature FOREIGN = new Part.Signature(WireName.ANTHROPIC_MESSAGES, "sig");

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.fixed(Instant.ofEpochSecond(7)));
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void aForeignConversationIsSpelledAsOpenAiWantsIt() {
        // long method: a sample and how it is spelled
        Part picture = new Part.Image(new Source.Inline("image/png", "AA"), Optional.empty());
        String longId = "toolu_" + "x".repeat(60);
        List<Message> messages = List.of(
                new Message(Role.SYSTEM, List.of(new Part.Text("a"), new Part.Text("b")), Optional.empty()),
                new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Part.Reasoning("hm", Optional.of(FOREIGN)),
                                new Part.ToolCall(longId, "f", RawJson.of("{\"x\": 1e2}"))),
                        Optional.empty()),
                new Message(
                        Role.USER,
                        List.of(
                                new Part.ToolResult(longId, List.of(new Part.Text("see"), picture), true),
                                new Part.Text("and now?")),
                        Optional.empty()));

        String sent = sent(messages);

        String id = sent.replaceAll(".*\"tool_call_id\":\"([^\"]*)\".*", "$1");
        assertTrue(id.matches("call_[0-9a-f]{32}"), id);
        assertEquals(
                "[{\"role\":\"system\",\"content\":\"a\\nb\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"" + id
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":"
                        + " 1e2}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"see\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":"
                        + "\"data:image/png;base64,AA\"}},{\"type\":\"text\",\"text\":\"and now?\"}]}]",
                sent);
        assertEquals(
                List.of("messages[1].reasoning", "messages[2].is_error"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    @Test
    void picturesOfToolsWaitUntilTheLastResult() {
        Part picture = new Part.Image(new Source.Link(URI.create("https://h/p")), Optional.empty());
        List<Message> messages = List.of(
                new Message(Role.TOOL, List.of(new Part.ToolResult("a", List.of(picture), false)), Optional.empty()),
                new Message(Role.TOOL, List.of(new Part.ToolResult("b", List.of(), false)), Optional.empty()),
                Message.of(Role.ASSISTANT, "fine"));

        String sent =
                format.writeRequest(ChatRequest.of("m", messages), call).json().toString();

        List<String> roles = sent.lines()
                .flatMap(line ->
                        Pattern.compile("\"role\":\"(\\w+)\"").matcher(line).results())
                .map(found -> found.group(1))
                .toList();
        assertEquals(List.of("tool", "tool", "user", "assistant"), roles);
    }

    @Test
    void aForeignHintIsDeclaredLostAndTheRestIsSent() {
        Part foreign = new Part.Other(WireName.ANTHROPIC_MESSAGES, "search_result", RawJson.of("{}"), true);
        Part thought = new Part.Reasoning("hm", Optional.empty());
        List<Message> messages = List.of(
                new Message(Role.USER, List.of(foreign), Optional.empty()),
                new Message(Role.USER, List.of(foreign, new Part.Text("a")), Optional.empty()),
                new Message(Role.ASSISTANT, List.of(thought), Optional.empty()),
                new Message(Role.ASSISTANT, List.of(new Part.Refusal("n"), new Part.Refusal("o")), Optional.empty()));

        String sent = sent(messages);

        assertEquals(
                "[{\"role\":\"user\",\"content\":\"\"},{\"role\":\"user\",\"content\":\"a\"},"
                        + "{\"role\":\"assistant\",\"content\":\"\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"refusal\":\"no\"}]",
                sent);
        assertEquals(
                List.of("messages[0].search_result", "messages[1].search_result", "messages[2].reasoning"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    @Test
    void aPartWithoutWhichTheQuestionIsAnotherOneIsRefused() {
        Part uploaded = new Part.Image(new Source.Uploaded("f"), Optional.empty());
        ChatRequest request = ChatRequest.of("m", List.of(new Message(Role.USER, List.of(uploaded), Optional.empty())));

        CallException refused = assertThrows(CallException.class, () -> format.writeRequest(request, call));

        assertEquals(Failure.CANNOT_CARRY, refused.failure());
        assertEquals(Optional.of("messages[0]"), refused.details().member());
        Part foreign = new Part.Other(WireName.ANTHROPIC_MESSAGES, "hologram", RawJson.of("{}"));
        ChatRequest other = ChatRequest.of("m", List.of(new Message(Role.USER, List.of(foreign), Optional.empty())));
        assertEquals(
                Optional.of("messages[0].hologram"),
                assertThrows(CallException.class, () -> format.writeRequest(other, call))
                        .details()
                        .member());
    }

    @Test
    void aForeignStreamKeepsTheRulesThatClientsRelyOn() throws Exception {
        // long method: a sample and how it is spelled
        String written = streamed(
                "{\"model\":\"t\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                new ChatEvent.Started("msg_1", "claude"),
                new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()),
                new ChatEvent.ReasoningDelta(0, "", Optional.of(FOREIGN)),
                new ChatEvent.TextDelta(0, "Hi"),
                new ChatEvent.ToolCallDelta(0, 0, Optional.of("t1"), Optional.of("now"), ""),
                new ChatEvent.Counted(Usage.of(3, 0)),
                new ChatEvent.Started("msg_2", "other"),
                new ChatEvent.Finished(0, FinishReason.Known.STOP),
                new ChatEvent.Finished(0, FinishReason.Known.STOP),
                new ChatEvent.Counted(new Usage(3, 1, 0, 2, 1)));

        assertEquals(
                List.of(
                        choice("\"role\":\"assistant\",\"reasoning_content\":\"hm\"", "null"),
                        choice(
                                "\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"hm\",\"signature\":"
                                        + "\"aisbf1:anthropic-messages:sig\",\"format\":\"unknown\",\"index\":0}]",
                                "null"),
                        choice("\"content\":\"Hi\"", "null"),
                        choice(
                                "\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\","
                                        + "\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]",
                                "null"),
                        choice("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]", "null"),
                        choice("", "\"tool_calls\""),
                        HEAD
                                + "\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":1},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":1}}}",
                        "[DONE]"),
                written.lines()
                        .filter(line -> !line.isEmpty())
                        .map(line -> line.substring(6))
                        .toList());
        assertEquals(List.of(), call.losses());
    }

    @Test
    void aClientThatDidNotAskForUsageGetsNone() throws Exception {
        String written = streamed("{\"model\":\"t\",\"stream\":true}", new ChatEvent.Counted(Usage.of(1, 1)));

        assertEquals("data: [DONE]\n\n", written);
    }

    @Test
    void aWholeForeignAnswerIsSpelledOut() throws Exception {
        MemorySink sink = new MemorySink();
        List<Part> parts = List.of(
                new Part.Reasoning("hm", Optional.empty()),
                new Part.Text("a"),
                new Part.Text("b"),
                new Part.ToolCall("t1", "now", RawJson.of("{\"x\":1}")));
        ChatResponse response = ChatResponse.of(
                "msg_1",
                "claude",
                List.of(new ChatResponse.Choice(
                        0, new Message(Role.ASSISTANT, parts, Optional.empty()), FinishReason.Known.STOP)),
                Usage.of(3, 2));

        format.replyTo(read("{\"model\":\"t\"}"), sink, call).whole(response);

        assertEquals(
                "{\"id\":\"msg_1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"claude\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"ab\",\"refusal\":null,\"reasoning_content\":\"hm\","
                    + "\"tool_calls\":[{\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"now\","
                    + "\"arguments\":\"{\\\"x\\\":1}\"}}]},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}],"
                    + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}}}",
                sink.body());
        assertEquals("application/json", sink.mediaType());
    }

    private static String choice(String delta, String finish) {
        return HEAD + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "},\"finish_reason\":" + finish + "}]}";
    }

    private String streamed(String request, ChatEvent... events) throws Exception {
        MemorySink sink = new MemorySink();
        ReplyWriter writer = format.replyTo(read(request), sink, call);
        for (ChatEvent event : events) {
            writer.frame(Frame.of(List.of(event)));
        }
        writer.end();
        assertEquals("text/event-stream", sink.mediaType());
        return sink.body();
    }

    private String sent(List<Message> messages) {
        return format.writeRequest(ChatRequest.of("m", messages), call)
                .json()
                .get("messages")
                .orElseThrow()
                .toString();
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
