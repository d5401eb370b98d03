// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of this protocol ask. */
class RequestTest {
    private final Json json = new JacksonJson();
    private final OpenAiResponses format = new OpenAiResponses(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void whatCodexAsksIsUnderstood() {
        // long method: a sample and what it means
        ChatRequest request = read(Recorded.CODEX);

        assertEquals(
                List.of("SYSTEM", "SYSTEM", "USER", "USER", "ASSISTANT", "TOOL", "TOOL", "ASSISTANT", "USER"),
                request.messages().stream()
                        .map(message -> message.role().name())
                        .toList());
        assertEquals("You are Codex.", request.messages().getFirst().text());
        assertEquals(
                List.of(
                        new Part.Reasoning(
                                "hm", Optional.of(new Part.Signature(WireName.OPENAI_RESPONSES, "rs_1:gAAA"))),
                        new Part.ToolCall("call_1", "shell", RawJson.of("{\"command\":[\"ls\"]}")),
                        new Part.ToolCall(
                                "call_2",
                                "apply_patch",
                                RawJson.of("{\"input\":\"*** Begin Patch\\n*** End Patch\"}"))),
                request.messages().get(4).parts());
        assertEquals(
                List.of("shell", "apply_patch"),
                request.tools().stream().map(tool -> tool.name()).toList());
        assertTrue(request.tools().get(1).description().orElseThrow().contains("start: begin_patch"));
        assertEquals(Optional.of(ToolChoice.Mode.AUTO), request.toolChoice());
        assertEquals(Optional.of("0199-aa"), request.options().cacheKey());
        assertEquals(
                Optional.of(new Options.Thinking(
                        Optional.of(Options.Effort.MEDIUM), OptionalInt.empty(), Optional.of(true))),
                request.options().thinking());
        assertEquals(Optional.of(true), request.options().parallelCalls());
        assertEquals(
                Set.of("client_metadata", "text.verbosity", "tools[1].format", "tools[2]"),
                request.extras().keySet());
        assertEquals(Set.of(), request.binding());
    }

    @Test
    void everyKindOfPartIsRead() {
        // long method: a sample and what it means
        ChatRequest request = read("""
            {"model":"m","input":[{"role":"user","content":[
              {"type":"input_text","text":"a"},
              {"type":"input_image","image_url":"data:image/png;base64,AA==","detail":"high"},
              {"type":"input_image","image_url":"https://a.example/b.png"},
              {"type":"input_image","file_id":"file-1"},
              {"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,BB=="},
              {"type":"input_file","filename":"a.pdf","file_data":"BB=="},
              {"type":"input_file","file_url":"https://a.example/a.pdf"},
              {"type":"input_file","file_id":"file-2"},
              {"type":"input_audio","input_audio":{"data":"CC==","format":"mp3"}},
              {"type":"input_video","x":1}]},
             {"role":"assistant","content":[{"type":"refusal","refusal":"no"},{"type":"output_text","text":"b","logprobs":[],
              "annotations":[{"type":"url_citation","url":"https://a/","title":"A","start_index":0,"end_index":1}]}]},
             {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"r"},{"type":"input_image","image_url":"data:image/png;base64,AA=="}]}]}\
            """);

        Source png = new Source.Inline("image/png", "AA==");
        Source pdf = new Source.Inline("application/pdf", "BB==");
        List<Part> asked = request.messages().getFirst().parts();
        assertEquals(
                List.of(
                        new Part.Text("a"),
                        new Part.Image(png, Optional.of("high")),
                        new Part.Image(new Source.Link(URI.create("https://a.example/b.png")), Optional.empty()),
                        new Part.Image(new Source.Uploaded("file-1"), Optional.empty()),
                        new Part.Document(pdf, Optional.of("a.pdf")),
                        new Part.Document(pdf, Optional.of("a.pdf")),
                        new Part.Document(new Source.Link(URI.create("https://a.example/a.pdf")), Optional.empty()),
                        new Part.Document(new Source.Uploaded("file-2"), Optional.empty()),
                        new Part.Audio(new Source.Inline("audio/mpeg", "CC=="))),
                asked.subList(0, 9));
        assertEquals("input_video", ((Part.Other) asked.get(9)).type());
        assertEquals(new Part.Refusal("no"), request.messages().get(1).parts().getFirst());
        assertEquals(
                Optional.of("https://a/"),
                ((Part.Citation) request.messages().get(1).parts().get(2)).url());
        assertEquals(
                List.of(new Part.ToolResult(
                        "c", List.of(new Part.Text("r"), new Part.Image(png, Optional.empty())), false)),
                request.messages().get(2).parts());
        assertEquals(Set.of(), request.extras().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"previous_response_id\":\"resp_1\"", "\"conversation\":\"conv_1\"", "\"prompt\":{\"id\":\"p\"}"
            })
    void whatTheUpstreamKeepsCannotBeLeftOut(String member) {
        ChatRequest request = read("{\"model\":\"m\"," + member + "}");

        assertEquals(request.extras().keySet(), request.binding());
        assertEquals(1, request.binding().size());
        assertEquals(List.of(), request.messages());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "background":true                                                                    | background | background
        "background":false,"store":false,"truncation":"disabled"                             | - | -
        "store":true,"truncation":"auto"                                                     | store,truncation | -
        "safety_identifier":"a","user":"b"                                                   | user | -
        "include":["web_search_call.action.sources","reasoning.encrypted_content"]           | include[0] | -
        "tools":[{"type":"web_search"}],"tool_choice":"auto"                                 | tools[0] | -
        "tools":[{"type":"web_search"}],"tool_choice":"required"                             | tools[0],tool_choice | tool_choice
        "tools":[{"type":"web_search"}],"tool_choice":{"type":"web_search"}                  | tools[0],tool_choice | tool_choice
        "tools":[{"type":"namespace","name":"n","tools":[]}]                                 | tools[0] | -
        "tools":[{"type":"function","name":"f","defer_loading":true}]                        | tools[0].defer_loading | -
        "reasoning":{"effort":"enormous","context":"all"}                                    | reasoning.effort,reasoning.context | -
        "odd":1,"none":null                                                                  | odd | -
        """)
    void nothingDisappears(String members, String extras, String binding) {
        ChatRequest request = read("{\"model\":\"m\",\"input\":\"x\"," + members + "}");

        assertEquals(names(extras), request.extras().keySet());
        assertEquals(names(binding), request.binding());
    }

    @Test
    void membersOfItemsDoNotDisappearEither() {
        ChatRequest request = read(
                "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"a\",\"odd\":1}]},"
                    + "{\"role\":\"assistant\",\"content\":\"b\",\"phase\":\"commentary\"}]}");

        assertEquals(
                Set.of("input[0].content[0].odd", "input[1].phase"),
                request.extras().keySet());
    }

    @ParameterizedTest
    @CsvSource({"local_shell_call, false", "web_search_call, true", "item_reference, false", "compaction, false"})
    void otherItemsAreKept(String type, boolean hint) {
        ChatRequest request = read("{\"model\":\"m\",\"input\":[{\"type\":\"" + type + "\",\"id\":\"x\"}]}");

        Part.Other part = (Part.Other) request.messages().getFirst().parts().getFirst();
        assertEquals(type, part.type());
        assertEquals(hint, part.hint());
    }

    @Test
    void allowedToolsAreTheOnlyOnes() {
        String tools =
                "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"strict\":true},"
                        + "{\"type\":\"function\",\"name\":\"g\"}],\"tool_choice\":";
        ChatRequest some = read(
                tools
                        + "{\"type\":\"allowed_tools\",\"mode\":\"required\",\"tools\":[{\"type\":\"function\",\"name\":\"g\"}]}}");

        assertEquals(
                List.of("g"), some.tools().stream().map(tool -> tool.name()).toList());
        assertEquals(Optional.of(ToolChoice.Mode.REQUIRED), some.toolChoice());
        ChatRequest one = read(tools + "{\"type\":\"function\",\"name\":\"f\"}}");
        assertEquals(Optional.of(new ToolChoice.Named("f")), one.toolChoice());
        assertEquals(Optional.of(true), one.tools().getFirst().strict());
    }

    @Test
    void theShapeAndTheWeightsOfTheAnswerAreRead() {
        ChatRequest request = read(
                "{\"model\":\"m\",\"input\":\"x\",\"top_logprobs\":3,\"include\":[\"message.output_text.logprobs\"],"
                    + "\"metadata\":{\"a\":\"b\"},\"user\":\"u\",\"service_tier\":\"flex\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"strict\":true,\"schema\":{\"type\":"
                    + " \"object\"}}}}");

        assertEquals(
                Optional.of(new Options.Shape.Schema(
                        "n", Optional.empty(), RawJson.of("{\"type\": \"object\"}"), Optional.of(true))),
                request.options().shape());
        assertEquals(OptionalInt.of(3), request.options().logprobs());
        assertEquals(Map.of("a", "b"), request.options().metadata());
        assertEquals(Optional.of("u"), request.options().user());
        assertEquals(Optional.of("flex"), request.options().tier());
        assertEquals(Set.of(), request.extras().keySet());
    }

    @Test
    void foreignThoughtsAreTakenOutOfARelayedBody() {
        String head = "{\"model\":\"m\", \"input\":[";
        String own = "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"gAA\"}";
        String foreign =
                "{\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":[],\"encrypted_content\":\"aisbf1:anthropic-messages:x\"}";
        String words = "{\"role\":\"user\", \"content\":\"aisbf1: \"}";

        assertEquals(head + own + "," + words + "]}", sent(head + foreign + "," + own + "," + words + "]}"));
        assertEquals(
                List.of("input[0].reasoning"),
                call.losses().stream().map(Call.Loss::member).toList());
        assertEquals(head + own + " , " + words + "]}", sent(head + own + " , " + words + "]}"));
    }

    @Test
    void unsignedThoughtsComeBackAsThoughtsWithoutProof() {
        ChatRequest request = read("{\"model\":\"m\",\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_2\",\"summary\":"
                + "[{\"type\":\"summary_text\",\"text\":\"hm\"}],\"encrypted_content\":\"aisbf1:unsigned:\"}]}");

        assertEquals(
                List.of(new Part.Reasoning("hm", Optional.empty())),
                request.messages().getFirst().parts());
    }

    @Test
    void untouchedItemsKeepTheirBytes() {
        ChatRequest request = read(Recorded.CODEX);
        List<Message> messages = new ArrayList<>(request.messages());
        messages.set(0, Message.of(Role.SYSTEM, "Short."));
        messages.set(2, Message.of(Role.USER, "context"));

        String sent = request.withMessages(messages).wire().orElseThrow().json().toString();

        assertTrue(
                sent.contains("\"instructions\":\"Short.\",\"input\":[{\"type\":\"message\",\"role\":\"developer\""),
                sent);
        assertTrue(
                sent.contains(
                        "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"context\"}]}"));
        assertTrue(sent.contains("\"content\":null,\"encrypted_content\":\"gAAA\"}"));
        assertEquals(messages.size(), read(sent).messages().size());
    }

    @Test
    void aWrongMemberOfAnItemIsNamed() {
        CallException told = assertThrows(
                CallException.class,
                () -> read("{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"}]}]}")
                        .messages());

        assertEquals(Failure.INVALID_REQUEST, told.failure());
        assertEquals(Optional.of("input[0].content[0].text"), told.details().member());
    }

    private String sent(String body) {
        return format.writeRequest(read(body), call).json().toString();
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private static Set<String> names(String list) {
        return list.equals("-") ? Set.of() : Set.of(list.split(","));
    }
}
