// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.wire.WireName;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a client's request. */
class ReadingTest {
    private static final WireName OWN = WireName.ANTHROPIC_MESSAGES;

    @Test
    void understandsWhatClaudeCodeSays() {
        List<Message> messages = Bench.read(Samples.CLAUDE_CODE).messages();

        assertEquals(
                List.of(Role.SYSTEM, Role.USER, Role.SYSTEM, Role.ASSISTANT, Role.TOOL),
                messages.stream().map(Message::role).toList());
        assertEquals(
                List.of(
                        new Part.Text("You are Claude Code."),
                        new Part.CachePoint(Optional.of("1h")),
                        new Part.Text("Be brief."),
                        new Part.CachePoint(Optional.empty())),
                messages.getFirst().parts());
        assertEquals(
                new Part.Reasoning("ls", Optional.of(new Part.Signature(OWN, "EqQB"))),
                messages.get(3).parts().getFirst());
        Part.ToolResult result = (Part.ToolResult) messages.get(4).parts().get(1);
        assertTrue(result.failed());
        assertEquals(
                List.of(
                        new Part.Text("/x"),
                        new Part.Image(new Part.Source.Inline("image/png", "iVBORw0K"), Optional.empty())),
                result.content());
    }

    @Test
    void whatClaudeCodeWantsBesidesIsKnown() {
        ChatRequest request = Bench.read(Samples.CLAUDE_CODE);
        Options options = request.options();

        assertEquals(
                Optional.of(new Options.Thinking(
                        Optional.of(Options.Effort.HIGH), OptionalInt.empty(), Optional.of(false))),
                options.thinking());
        assertEquals(Optional.of(false), options.parallelCalls());
        assertEquals(Optional.of("{\"device_id\":\"d\",\"session_id\":\"s\"}"), options.user());
        assertEquals(Optional.of(ToolChoice.Mode.AUTO), request.toolChoice());
        assertEquals(2, request.tools().size());
        assertEquals(
                Set.of("eager_input_streaming"),
                request.tools().getFirst().extras().keySet());
        assertEquals(
                Set.of("system[0]", "tools[2]", "context_management"),
                request.extras().keySet());
        assertEquals(Set.of(), request.binding());
    }

    @Test
    void nothingThatIsNotUnderstoodVanishes() {
        ChatRequest request = Bench.read("""
            {"model":"m","max_tokens":9,"mcp_servers":[{}],"container":"c","novel":1,"speed":"fast","thinking":{"type":"between-tools","depth":2},
             "output_config":{"effort":"heroic","format":{"type":"yaml"}},"metadata":{"user_id":"u","team":"t"},
             "tools":[{"type":"web_search_20250305","name":"web_search"}],"tool_choice":{"type":"tool","name":"web_search"},
             "messages":[{"role":"user","name":"n","content":[{"type":"text","text":"x","novel":1},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"citations":{"enabled":true},"context":"c"}]}]}\
            """);

        assertEquals(
                Set.of(
                        "mcp_servers",
                        "container",
                        "novel",
                        "speed",
                        "thinking.type",
                        "thinking.depth",
                        "output_config.effort",
                        "output_config.format",
                        "metadata.team",
                        "tools[0]",
                        "tool_choice",
                        "messages[0].name",
                        "messages[0].content[0].novel",
                        "messages[0].content[1].citations",
                        "messages[0].content[1].context"),
                request.extras().keySet());
        assertEquals(Set.of("mcp_servers", "container", "output_config.format", "tool_choice"), request.binding());
        assertEquals(Optional.empty(), request.toolChoice());
    }

    @Test
    void everyKindOfPartIsRead() {
        List<Part> parts = Bench.read("""
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":[
              {"type":"image","source":{"type":"url","url":"https://h/i.png"}},
              {"type":"image","source":{"type":"file","file_id":"file_1"}},
              {"type":"document","title":"T","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"}},
              {"type":"document","source":{"type":"content","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}},
              {"type":"search_result","source":"https://s","title":"S","content":[{"type":"text","text":"found"}]},
              {"type":"container_upload","file_id":"file_2"},
              {"type":"text","text":"t","citations":[{"type":"char_location","cited_text":"q","document_title":"D","document_index":0,"start_char_index":0,"end_char_index":1}]}]}]}\
            """).messages().getFirst().parts();

        assertEquals(
                new Part.Image(new Part.Source.Link(URI.create("https://h/i.png")), Optional.empty()), parts.get(0));
        assertEquals(new Part.Image(new Part.Source.Uploaded("file_1"), Optional.empty()), parts.get(1));
        assertEquals(
                new Part.Document(new Part.Source.Inline("application/pdf", "JVBE"), Optional.of("T")), parts.get(2));
        assertEquals(new Part.Document(new Part.Source.Inline("text/plain", "YQpi"), Optional.empty()), parts.get(3));
        assertEquals(new Part.Text("S (https://s)\nfound"), parts.get(4));
        assertEquals(false, assertInstanceOf(Part.Other.class, parts.get(5)).hint());
        Part.Citation citation = assertInstanceOf(Part.Citation.class, parts.get(7));
        assertEquals(Optional.of("q"), citation.quote());
        assertEquals(Optional.of("D"), citation.title());
    }

    @Test
    void whatAnthropicsOwnToolsDidIsAHint() {
        List<Part> parts = Bench.read("""
            {"model":"m","max_tokens":9,"messages":[{"role":"assistant","content":[
              {"type":"redacted_thinking","data":"Emw"},
              {"type":"server_tool_use","id":"s","name":"web_search","input":{}},
              {"type":"web_search_tool_result","tool_use_id":"s","content":[]}]}]}\
            """).messages().getFirst().parts();

        assertEquals(new Part.Reasoning("", Optional.of(new Part.Signature(OWN, "redacted:Emw"))), parts.getFirst());
        assertTrue(assertInstanceOf(Part.Other.class, parts.get(1)).hint());
        assertTrue(assertInstanceOf(Part.Other.class, parts.get(2)).hint());
    }

    @ParameterizedTest
    @CsvSource({
        "aisbf1:gemini-content:abc, gemini-content, abc",
        "aisbf1:openai-responses:rs_1:gAAA, openai-responses, rs_1:gAAA",
        "EqQB, anthropic-messages, EqQB"
    })
    void aSignatureKnowsWhoseItIs(String signature, String format, String value) {
        Part thought = thought(signature);

        assertEquals(new Part.Reasoning("t", Optional.of(new Part.Signature(new WireName(format), value))), thought);
    }

    @ParameterizedTest
    @CsvSource({"aisbf1:unsigned:", "''"})
    void aThoughtThatNobodySignedHasNoSignature(String signature) {
        assertEquals(new Part.Reasoning("t", Optional.empty()), thought(signature));
    }

    @Test
    void theOlderPlaceOfTheFormatIsRead() {
        Options options = Bench.read("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[],"
                        + "\"output_format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}")
                .options();

        Options.Shape.Schema schema =
                assertInstanceOf(Options.Shape.Schema.class, options.shape().orElseThrow());
        assertEquals(Asked.OBJECT, schema.schema());
    }

    private static Part thought(String signature) {
        return Bench.read("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":["
                        + "{\"type\":\"thinking\",\"thinking\":\"t\",\"signature\":\"" + signature + "\"}]}]}")
                .messages()
                .getFirst()
                .parts()
                .getFirst();
    }
}
