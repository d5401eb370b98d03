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
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
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
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the bytes mean, and how what came from elsewhere is spelled. */
class TranslationTest {
    private static final String HEAD =
            "{\"id\":\"msg_1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"claude\",";

    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.fixed(Instant.ofEpochSecond(7)));
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void everyKindOfPartIsUnderstood() {
        List<Message> messages = read(
                        """
                        {"model":"m","messages":[
                          {"role":"developer","content":"d"},
                          {"role":"user","name":"n","content":[{"type":"text","text":"t"},
                             {"type":"image_url","image_url":{"url":"https://h/p.png","detail":"low"}},
                             {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
                             {"type":"input_audio","input_audio":{"data":"BBBB","format":"mp3"}},
                             {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,CCCC"}},
                             {"type":"file","file":{"file_id":"f1"}},
                             {"type":"hologram","depth":1e2}]},
                          {"role":"assistant","content":null,"reasoning_content":"r","refusal":"no","tool_calls":[
                             {"id":"c1","type":"function","function":{"name":"f","arguments":""}},
                             {"id":"c2","type":"function","function":{"name":"g","arguments":"{\\"a\\": 1e2}"}},
                             {"id":"c3","type":"function","function":{"name":"h","arguments":"{\\"a\\""}}]},
                          {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"x"}]},
                          {"role":"function","name":"old","content":"y"}]}
                        """)
                .messages();

        assertEquals(
                List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL, Role.TOOL),
                messages.stream().map(Message::role).toList());
        assertEquals(
                List.of(
                        new Part.Text("t"),
                        new Part.Image(new Source.Link(URI.create("https://h/p.png")), Optional.of("low")),
                        new Part.Image(new Source.Inline("image/png", "AAAA"), Optional.empty()),
                        new Part.Audio(new Source.Inline("audio/mpeg", "BBBB")),
                        new Part.Document(new Source.Inline("application/pdf", "CCCC"), Optional.of("a.pdf")),
                        new Part.Document(new Source.Uploaded("f1"), Optional.empty()),
                        new Part.Other(
                                WireName.OPENAI_CHAT, "hologram", RawJson.of("{\"type\":\"hologram\",\"depth\":1e2}"))),
                messages.get(1).parts());
        assertEquals(
                List.of(
                        new Part.Reasoning("r", Optional.empty()),
                        new Part.Refusal("no"),
                        new Part.ToolCall("c1", "f", RawJson.of("{}")),
                        new Part.ToolCall("c2", "g", RawJson.of("{\"a\": 1e2}")),
                        new Part.ToolCall("c3", "h", RawJson.text("{\"a\""))),
                messages.get(2).parts());
        assertEquals(
                List.of(new Part.ToolResult("c1", List.of(new Part.Text("x")), false)),
                messages.get(3).parts());
    }

    @Test
    void whatNoAccessorStandsForIsAnExtra() {
        ChatRequest request = read(
                """
                {"model":"m","messages":[],"stream":true,"stream_options":{},"n":2,"stop":"x","top_k":5,
                 "tools":[{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}],
                 "tool_choice":{"type":"custom","custom":{"name":"c"}},"logit_bias":{},"user":"u"}
                """);

        assertEquals(Set.of("tools", "tool_choice", "logit_bias", "user"), request.extras().keySet());
        assertEquals(
                "[{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}]",
                String.valueOf(request.extras().get("tools")));
        assertEquals(List.of("f"), request.tools().stream().map(Tool::name).toList());
        assertEquals(Optional.empty(), request.toolChoice());
        assertEquals(List.of("x"), request.sampling().stop());
        assertEquals(
                Optional.of(new ToolChoice.Named("f")),
                read("{\"model\":\"m\",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}}").toolChoice());
    }

    @Test
    void aForeignConversationIsSpelledAsOpenAiWantsIt() {
        Part picture = new Part.Image(new Source.Inline("image/png", "AA"), Optional.empty());
        String longId = "toolu_" + "x".repeat(60);
        List<Message> messages = List.of(
                new Message(Role.SYSTEM, List.of(new Part.Text("a"), new Part.Text("b")), Optional.empty()),
                new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Part.Reasoning("hm", Optional.of("sig")),
                                new Part.ToolCall(longId, "f", RawJson.of("{\"x\": 1e2}"))),
                        Optional.empty()),
                new Message(
                        Role.USER,
                        List.of(
                                new Part.ToolResult(longId, List.of(new Part.Text("see"), picture), true),
                                new Part.Text("and now?")),
                        Optional.empty()));

        String sent = format.writeRequest(ChatRequest.of("m", messages), call).json().get("messages").orElseThrow().toString();

        String id = sent.replaceAll(".*\"tool_call_id\":\"([^\"]*)\".*", "$1");
        assertTrue(id.matches("call_[0-9a-f]{32}"), id);
        assertEquals(
                "[{\"role\":\"system\",\"content\":\"a\\nb\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"" + id
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\": 1e2}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"see\"},"
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

        String sent = format.writeRequest(ChatRequest.of("m", messages), call).json().toString();

        List<String> roles = sent.lines()
                .flatMap(line -> Pattern.compile("\"role\":\"(\\w+)\"").matcher(line).results())
                .map(found -> found.group(1))
                .toList();
        assertEquals(List.of("tool", "tool", "user", "assistant"), roles);
    }

    @Test
    void aPartWithoutWhichTheQuestionIsAnotherOneIsRefused() {
        Part uploaded = new Part.Image(new Source.Uploaded("f"), Optional.empty());
        ChatRequest request =
                ChatRequest.of("m", List.of(new Message(Role.USER, List.of(uploaded), Optional.empty())));

        CallException refused = assertThrows(CallException.class, () -> format.writeRequest(request, call));

        assertEquals(Failure.INVALID_REQUEST, refused.failure());
        assertEquals(Optional.of("messages[0]"), refused.details().member());
    }

    @Test
    void aForeignStreamKeepsTheRulesThatClientsRelyOn() throws Exception {
        String written = streamed(
                "{\"model\":\"t\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                new ChatEvent.Started("msg_1", "claude"),
                new ChatEvent.ReasoningDelta(0, "hm", Optional.empty()),
                new ChatEvent.ReasoningDelta(0, "", Optional.of("sig")),
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
                        choice("\"content\":\"Hi\"", "null"),
                        choice("\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\","
                                        + "\"function\":{\"name\":\"now\",\"arguments\":\"\"}}]", "null"),
                        choice("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]", "null"),
                        choice("", "\"tool_calls\""),
                        HEAD + "\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":1},"
                                + "\"completion_tokens_details\":{\"reasoning_tokens\":1}}}",
                        "[DONE]"),
                written.lines().filter(line -> !line.isEmpty()).map(line -> line.substring(6)).toList());
        assertEquals(List.of("reasoning signature"), call.losses().stream().map(Call.Loss::member).toList());
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

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
