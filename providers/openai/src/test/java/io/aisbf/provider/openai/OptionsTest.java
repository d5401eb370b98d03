// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may ask of an answer, and what of its request has no name here. */
class OptionsTest {
    private final Json json = new JacksonJson();
    private final OpenAiChat format = new OpenAiChat(json, InstantSource.system());

    @Test
    void everyOptionIsRead() {
        ChatRequest request = read("""
            "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","strict":true,
              "schema":{"type": "object"}}},
            "reasoning_effort":"xhigh","parallel_tool_calls":false,"logprobs":true,"top_logprobs":4,
            "safety_identifier":"u","metadata":{"a":"b","c":1},"service_tier":"flex","prompt_cache_key":"k",
            "frequency_penalty":0.5,"presence_penalty":-1
            """);

        assertEquals(
                new Options(
                        Optional.of(new Shape.Schema(
                                "n", Optional.of("d"), RawJson.of("{\"type\": \"object\"}"), Optional.of(true))),
                        Optional.of(new Thinking(Optional.of(Effort.XHIGH), OptionalInt.empty(), Optional.empty())),
                        Optional.of(false),
                        OptionalInt.of(4),
                        Optional.of("u"),
                        Map.of("a", "b", "c", "1"),
                        Optional.of("flex"),
                        Optional.of("k")),
                request.options());
        assertEquals(0.5, request.sampling().frequencyPenalty().orElse(0));
        assertEquals(-1, request.sampling().presencePenalty().orElse(0));
        assertEquals(Set.of(), request.extras().keySet());
        assertEquals(
                Options.NONE,
                read("\"logprobs\":false,\"response_format\":{\"type\":\"text\"}")
                        .options());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        "reasoning":{"effort":"high","exclude":true}              | HIGH   | -1   | false
        "reasoning":{"max_tokens":5000}                           | -      | 5000 | -
        "reasoning":{"enabled":true}                              | MEDIUM | -1   | -
        "reasoning":{"enabled":false}                             | NONE   | -1   | -
        "thinking":{"type":"enabled","budget_tokens":4000}        | -      | 4000 | -
        "thinking":{"type":"disabled"}                            | NONE   | -1   | -
        "reasoning_effort":"none"                                 | NONE   | -1   | -
        """)
    void thinkingIsReadInAllItsSpellings(String members, Effort effort, int budget, Boolean shown) {
        assertEquals(
                Optional.of(new Thinking(
                        Optional.ofNullable(effort),
                        budget < 0 ? OptionalInt.empty() : OptionalInt.of(budget),
                        Optional.ofNullable(shown))),
                read(members).options().thinking());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "store":true                                                   | store                  | false
        "prediction":{"type":"content","content":"x"}                  | prediction             | false
        "user":"a","safety_identifier":"b"                             | user                   | false
        "reasoning_effort":"heroic"                                    | reasoning_effort       | false
        "reasoning":{"effort":"low","summary":"auto"}                  | reasoning.summary      | false
        "tools":[{"type":"web_search"}]                                | tools[0]               | false
        "tools":[{"type":"function","function":{"name":"f","x":1}}]    | tools[0].function.x    | false
        "tools":[{"type":"custom","custom":{"name":"c"}}]              | tools[0]               | true
        "tool_choice":{"type":"allowed_tools","allowed_tools":{}}      | tool_choice            | true
        "logit_bias":{"5":-100}                                        | logit_bias             | true
        "modalities":["text","audio"]                                  | modalities             | true
        "audio":{"voice":"v","format":"wav"}                           | audio                  | true
        "web_search_options":{}                                        | web_search_options     | true
        "response_format":{"type":"grammar","grammar":"x"}             | response_format        | true
        "guided_json":{}                                               | guided_json            | true
        "messages":[{"role":"user","content":"a","name":"n"}]          | messages[0].name       | false
        "messages":[{"role":"assistant","content":"a","prefix":true}]  | messages[0].prefix     | true
        "messages":[{"role":"user","content":[{"type":"text","text":"a","x":1}]}] | messages[0].content[0].x | false
        "messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"f","x":1}}]}] | messages[0].content[0].file.x | false
        "messages":[{"role":"assistant","tool_calls":[{"id":"a","x":1,"function":{"name":"f","arguments":"{}"}}]}] | messages[0].tool_calls[0].x | false
        """)
    void whatHasNoNameHereIsLeftOver(String members, String path, boolean binding) {
        ChatRequest request = read(members);

        assertEquals(Set.of(path), request.extras().keySet());
        assertEquals(binding ? Set.of(path) : Set.of(), request.binding());
    }

    @Test
    void whatSaysNothingIsNotLeftOver() {
        ChatRequest request = read(
                "\"modalities\":[\"text\"],\"logit_bias\":{},\"store\":null,"
                    + "\"messages\":[{\"role\":\"assistant\",\"content\":\"a\",\"annotations\":[],\"audio\":null,\"refusal\":null}]");

        assertEquals(Set.of(), request.extras().keySet());
    }

    @Test
    void functionsOfOldAreTools() {
        ChatRequest request = read("""
            "functions":[{"name":"f","description":"d"}],"function_call":{"name":"f"},
            "messages":[{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
              {"role":"function","name":"f","content":"1"},
              {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
              {"role":"function","name":"f","content":"2"}]
            """);

        assertEquals(List.of("f"), request.tools().stream().map(Tool::name).toList());
        assertEquals(Optional.of(new ToolChoice.Named("f")), request.toolChoice());
        List<String> ids = request.messages().stream()
                .map(Message::parts)
                .map(parts -> switch (parts.getFirst()) {
                    case Part.ToolCall call -> call.id();
                    case Part.ToolResult result -> result.callId();
                    default -> "";
                })
                .toList();
        assertEquals(ids.get(0), ids.get(1));
        assertEquals(ids.get(2), ids.get(3));
        assertEquals(2, Set.copyOf(ids).size());
        assertEquals(Set.of(), request.extras().keySet());
    }

    @Test
    void aMarkForTheCacheIsAPointOfIt() {
        ChatRequest request = read("""
            "messages":[{"role":"user","content":[{"type":"text","text":"a","cache_control":{"type":"ephemeral","ttl":"1h"}}]}],
            "tools":[{"type":"function","function":{"name":"f","strict":true},"cache_control":{"type":"ephemeral"}}]
            """);

        assertEquals(
                List.of(new Part.Text("a"), new Part.CachePoint(Optional.of("1h"))),
                request.messages().getFirst().parts());
        Tool tool = request.tools().getFirst();
        assertEquals(Optional.of(true), tool.strict());
        assertTrue(tool.extras().containsKey("cache_control"));
    }

    private ChatRequest read(String members) {
        String messages = members.contains("\"messages\"") ? "" : ",\"messages\":[]";
        String body = "{\"model\":\"m\"," + members + messages + "}";
        return format.readRequest(json.object(Reply.bytes(body)), Map.of());
    }
}
