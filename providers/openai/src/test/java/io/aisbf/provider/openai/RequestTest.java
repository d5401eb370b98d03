// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the bytes of a client's request mean. */
class RequestTest {
    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());

    @Test
    void everyKindOfPartIsUnderstood() {
        // long method: a sample and what it means
        List<Message> messages = read("""
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
            """).messages();

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
        ChatRequest request = read("""
            {"model":"m","messages":[],"stream":true,"stream_options":{},"n":2,"stop":"x","top_k":5,
             "tools":[{"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}],
             "tool_choice":{"type":"custom","custom":{"name":"c"}},"logit_bias":{"5":1},"user":"u","store":true}
            """);

        assertEquals(
                Set.of("tools[1]", "tool_choice", "logit_bias", "store"),
                request.extras().keySet());
        assertEquals(Set.of("tools[1]", "tool_choice", "logit_bias"), request.binding());
        assertEquals(
                "{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}",
                String.valueOf(request.extras().get("tools[1]")));
        assertEquals(List.of("f"), request.tools().stream().map(Tool::name).toList());
        assertEquals(Optional.empty(), request.toolChoice());
        assertEquals(List.of("x"), request.sampling().stop());
        assertEquals(
                Optional.of(new ToolChoice.Named("f")),
                read("{\"model\":\"m\",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}}")
                        .toolChoice());
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
