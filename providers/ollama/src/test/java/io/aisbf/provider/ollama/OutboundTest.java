// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

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
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Options.Thinking;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of other protocols on their way to an Ollama. */
class OutboundTest {
    private static final Part IMAGE = new Part.Image(new Source.Inline("image/png", Samples.PNG), Optional.empty());
    private static final Tool TOOL = new Tool(
            "mcp.weather/get", Optional.of("d"), RawJson.of("{\"type\": \"object\"}"), Optional.of(true), Map.of());

    private final OllamaChat chat = new OllamaChat(new JacksonJson(), InstantSource.system());
    private final OllamaGenerate generate = new OllamaGenerate(new JacksonJson(), InstantSource.system());
    private final Call call = Call.start("call-1", Duration.ofMinutes(1));

    private String written(ChatRequest request) {
        return chat.writeRequest(request, call).json().toString();
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private void refuses(ChatRequest request, String member) {
        CallException refusal = assertThrows(CallException.class, () -> written(request));
        assertEquals(Failure.CANNOT_CARRY, refusal.failure());
        assertEquals(Optional.of(member), refusal.details().member());
    }

    private static Message message(Role role, Part... parts) {
        return new Message(role, List.of(parts), Optional.empty());
    }

    @Test
    void saysAtOnceWhetherToStream() {
        ChatRequest plain = ChatRequest.of("m", List.of(Message.of(Role.USER, "x")));
        assertTrue(written(plain).endsWith("\"stream\":false}"));
        assertTrue(written(plain.withStreaming(true)).endsWith("\"stream\":true}"));
    }

    @Test
    void carriesAToolLoopWithPictures() {
        Part result = new Part.ToolResult("c.2", List.of(new Part.Text("wet"), IMAGE), true);
        String body = written(Asked.saying(
                Message.of(Role.SYSTEM, "s"),
                message(Role.USER, new Part.Text("a"), IMAGE, new Part.Text("b")),
                message(
                        Role.ASSISTANT,
                        new Part.Reasoning("hm", Optional.empty()),
                        new Part.Refusal("no"),
                        new Part.ToolCall("c.1", "get", RawJson.of("{ \"n\":1e2}")),
                        new Part.ToolCall("c.2", "look", RawJson.text("{}")),
                        new Part.ToolCall("c.3", "get", RawJson.text(""))),
                message(Role.USER, result, new Part.ToolResult("c.1", List.of(), false), new Part.Text("next")),
                Message.of(Role.SYSTEM, "late")));
        assertEquals(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                        + "{\"role\":\"user\",\"content\":\"a\\nb\",\"images\":[\"" + Samples.PNG + "\"]},"
                        + "{\"role\":\"assistant\",\"content\":\"no\",\"thinking\":\"hm\",\"tool_calls\":["
                        + "{\"id\":\"c.1\",\"function\":{\"index\":0,\"name\":\"get\",\"arguments\":{ \"n\":1e2}}},"
                        + "{\"id\":\"c.2\",\"function\":{\"index\":1,\"name\":\"look\",\"arguments\":{}}},"
                        + "{\"id\":\"c.3\",\"function\":{\"index\":2,\"name\":\"get\",\"arguments\":{}}}]},"
                        + "{\"role\":\"tool\",\"content\":\"wet\",\"images\":[\"" + Samples.PNG
                        + "\"],\"tool_name\":\"look\","
                        + "\"tool_call_id\":\"c.2\"},{\"role\":\"tool\",\"content\":\"\",\"tool_name\":\"get\","
                        + "\"tool_call_id\":\"c.1\"},{\"role\":\"user\",\"content\":\"next\"},"
                        + "{\"role\":\"system\",\"content\":\"late\"}],\"stream\":false}",
                body);
        assertEquals(List.of("messages[3].is_error"), lost());
    }

    @Test
    void carriesHowTheAnswerIsToBeDrawn() {
        Sampling sampling = new Sampling(
                OptionalDouble.of(1.5),
                OptionalDouble.of(0.9),
                OptionalInt.of(40),
                OptionalInt.of(100),
                List.of("a", "b"),
                OptionalLong.of(7),
                OptionalInt.of(1),
                OptionalDouble.of(0.5),
                OptionalDouble.of(-1));
        String body = written(Asked.of(Role.USER, new Part.Text("x")).drawn(sampling));
        assertTrue(
                body.contains(
                        "\"options\":{\"temperature\":1.5,\"top_p\":0.9,\"top_k\":40,\"num_predict\":100,\"stop\":"
                                + "[\"a\",\"b\"],\"seed\":7,\"frequency_penalty\":0.5,\"presence_penalty\":-1}"),
                body);
        assertEquals(List.of(), lost());
    }

    @Test
    void refusesSeveralAnswers() {
        Sampling two = new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                OptionalLong.empty(),
                OptionalInt.of(2),
                OptionalDouble.empty(),
                OptionalDouble.empty());
        refuses(Asked.of(Role.USER, new Part.Text("x")).drawn(two), "n");
    }

    @Test
    void offersToolsAsTheyAreCalled() {
        String body = written(Asked.of(Role.USER, new Part.Text("x")).with(List.of(TOOL), ToolChoice.Mode.AUTO));
        assertTrue(body.contains("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"mcp.weather/get\","
                + "\"description\":\"d\",\"parameters\":{\"type\": \"object\"}}}]"));
        assertEquals(List.of("tools[0].strict"), lost());
    }

    @Test
    void leavesToolsOutThatMustNotBeCalledAndRefusesToForceThem() {
        Asked asked = Asked.of(Role.USER, new Part.Text("x"));
        assertTrue(!written(asked.with(List.of(TOOL), ToolChoice.Mode.NONE)).contains("tools"));
        refuses(asked.with(List.of(TOOL), ToolChoice.Mode.REQUIRED), "tool_choice");
        refuses(asked.with(List.of(TOOL), new ToolChoice.Named("x")), "tool_choice");
    }

    @Test
    void refusesWhatItHasNoPlaceFor() {
        Source inline = new Source.Inline("application/pdf", "JVBE");
        Source link = new Source.Link(URI.create("https://example.com/a.png"));
        refuses(Asked.of(Role.USER, new Part.Image(link, Optional.empty())), "messages[0].content");
        refuses(Asked.of(Role.USER, new Part.Image(new Source.Uploaded("f"), Optional.empty())), "messages[0].content");
        refuses(Asked.of(Role.USER, new Part.Audio(inline)), "messages[0].audio");
        refuses(Asked.of(Role.USER, new Part.Document(inline, Optional.empty())), "messages[0].document");
        refuses(Asked.of(Role.USER, other(false)), "messages[0].strange");
        refuses(
                Asked.of(Role.USER, new Part.Text("x")).with("previous_response_id", Set.of("previous_response_id")),
                "previous_response_id");
    }

    private static Part other(boolean hint) {
        return new Part.Other(WireName.ANTHROPIC_MESSAGES, "strange", RawJson.of("{}"), hint);
    }

    private static Options hints() {
        return new Options(
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                OptionalInt.of(3),
                Optional.of("u"),
                Map.of("k", "v"),
                Optional.of("flex"),
                Optional.of("key"));
    }

    @Test
    void declaresTheHintsItDrops() {
        Part.Signature proof = new Part.Signature(WireName.ANTHROPIC_MESSAGES, "sig");
        Asked asked = Asked.of(
                        Role.ASSISTANT,
                        new Part.Reasoning("", Optional.of(proof)),
                        new Part.CachePoint(Optional.empty()),
                        other(true),
                        new Part.Text("x"),
                        new Part.Image(new Source.Inline("image/png", Samples.PNG), Optional.of("low")))
                .with(hints())
                .with("logit_bias", Set.of());
        String body = written(asked);
        assertTrue(body.contains("\"logprobs\":true,\"top_logprobs\":3"), body);
        assertTrue(!body.contains("thinking") && !body.contains("sig"), body);
        assertEquals(
                List.of(
                        "logit_bias",
                        "messages[0].reasoning",
                        "messages[0].cache_control",
                        "messages[0].strange",
                        "messages[0].detail",
                        "parallel_tool_calls",
                        "user",
                        "metadata",
                        "service_tier",
                        "prompt_cache_key"),
                lost());
        assertThrows(CallException.class, () -> chat.writeRequest(asked, call.strictly()));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, false, false",
        "MINIMAL, '\"low\"', true",
        "LOW, '\"low\"', false",
        "MEDIUM, '\"medium\"', false",
        "HIGH, '\"high\"', false",
        "XHIGH, '\"high\"', true",
        "MAX, '\"high\"', true"
    })
    void thinksAsNearlyAsMuchAsAsked(Effort effort, String think, boolean changed) {
        Thinking thinking = new Thinking(Optional.of(effort), OptionalInt.empty(), Optional.empty());
        assertTrue(written(thinking(thinking)).contains("\"think\":" + think + ","));
        assertEquals(changed ? List.of("thinking") : List.of(), lost());
    }

    @Test
    void aBudgetBecomesAWord() {
        Thinking thinking = new Thinking(Optional.empty(), OptionalInt.of(9000), Optional.empty());
        assertTrue(written(thinking(thinking)).contains("\"think\":\"medium\","));
        assertEquals(List.of("thinking"), lost());
    }

    private static ChatRequest thinking(Thinking thinking) {
        return Asked.of(Role.USER, new Part.Text("x"))
                .with(new Options(
                        Optional.empty(),
                        Optional.of(thinking),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aSchemaIsTheFormat() {
        Shape schema = new Shape.Schema("n", Optional.empty(), RawJson.of("{\"type\": \"object\"}"), Optional.of(true));
        assertTrue(written(shaped(schema)).contains("\"format\":{\"type\": \"object\"},"));
        assertTrue(written(shaped(Shape.Json.ANY)).contains("\"format\":\"json\","));
    }

    private static ChatRequest shaped(Shape shape) {
        return Asked.of(Role.USER, new Part.Text("x"))
                .with(new Options(
                        Optional.of(shape),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void argumentsThatAreNoObjectAreTheClientsMistake() {
        for (String broken : List.of("\"{\\\"a\\\":\"", "[1]", "7", "\"[]\"")) {
            Asked asked = Asked.of(Role.ASSISTANT, new Part.ToolCall("c", "t", RawJson.of(broken)));
            CallException wrong = assertThrows(CallException.class, () -> written(asked), broken);
            assertEquals(Failure.INVALID_REQUEST, wrong.failure());
            assertEquals(Optional.of("messages[0].tool_calls"), wrong.details().member());
        }
    }

    @Test
    void aConversationIsNoPrompt() {
        Asked asked = Asked.saying(Message.of(Role.USER, "a"), Message.of(Role.ASSISTANT, "b"));
        CallException refusal = assertThrows(CallException.class, () -> generate.writeRequest(asked, call));
        assertEquals(Optional.of("messages[1]"), refusal.details().member());
    }
}
