// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import io.aisbf.wire.read.Members;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How what came from elsewhere is spelled for upstreams, and for clients. */
class TranslationTest {
    private static final Source PNG = new Source.Inline("image/png", "AA==");

    private final Json json = new JacksonJson();
    private final OpenAiResponses format = new OpenAiResponses(json, InstantSource.fixed(Instant.ofEpochSecond(7)));
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void aForeignConversationBecomesItems() {
        // long method: a sample and how it is spelled
        String longId = "toolu_" + "x".repeat(60);
        Part.Signature own = new Part.Signature(WireName.OPENAI_RESPONSES, "rs_1:gAA");
        Part.Signature foreign = new Part.Signature(WireName.ANTHROPIC_MESSAGES, "sig");
        String body = sent(Foreign.of(
                Message.of(Role.SYSTEM, "Be brief."),
                message(Role.USER, new Part.Text("look"), new Part.Image(PNG, Optional.of("low"))),
                message(
                        Role.ASSISTANT,
                        new Part.Reasoning("theirs", Optional.of(foreign)),
                        new Part.Reasoning("hm", Optional.of(own)),
                        new Part.Text("I call"),
                        new Part.ToolCall(longId, "mcp.tool", RawJson.of("{\"x\": 1e2}"))),
                message(
                        Role.USER,
                        new Part.ToolResult(
                                longId, List.of(new Part.Text("see"), new Part.Image(PNG, Optional.empty())), true),
                        new Part.CachePoint(Optional.empty()),
                        new Part.Text("go on")),
                Message.of(Role.SYSTEM, "Late.")));
        String id = body.replaceFirst(".*\"call_id\":\"(call_[0-9a-f]{32})\",\"name\".*", "$1");
        String name = body.replaceFirst(".*\"name\":\"(mcp_tool_[0-9a-f]{8})\".*", "$1");

        assertEquals(
                "{\"model\":\"m\",\"instructions\":\"Be brief.\",\"input\":["
                    + "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"look\"},"
                    + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA==\",\"detail\":\"low\"}]},"
                    + "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],"
                    + "\"encrypted_content\":\"gAA\"},{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"I"
                    + " call\",\"annotations\":[]}]},"
                    + "{\"type\":\"function_call\",\"call_id\":\"" + id + "\",\"name\":\"" + name
                        + "\",\"arguments\":\"{\\\"x\\\": 1e2}\"},"
                        + "{\"type\":\"function_call_output\",\"call_id\":\"" + id
                        + "\",\"output\":[{\"type\":\"input_text\",\"text\":\"see\"},"
                        + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA==\",\"detail\":\"auto\"}]},{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"go"
                        + " on\"}]},"
                        + "{\"type\":\"message\",\"role\":\"system\",\"content\":[{\"type\":\"input_text\",\"text\":\"Late.\"}]}"
                        + "],\"store\":false,\"stream\":true}",
                body);
        assertEquals(List.of("messages[2].reasoning", "messages[3].is_error", "messages[3].cache_control"), lost());
    }

    @Test
    void toolsAndTheChoiceAmongThemAreSpelledFlat() {
        Tool tool = new Tool(
                "a.b",
                Optional.of("d"),
                RawJson.of("{\"type\":\"object\"}"),
                Optional.empty(),
                Map.of("cache_control", RawJson.of("{}")));
        String body = sent(Foreign.of(Message.of(Role.USER, "x")).with(List.of(tool), new ToolChoice.Named("a.b")));
        String name = body.replaceFirst(".*\"name\":\"(a_b_[0-9a-f]{8})\".*", "$1");

        assertEquals(
                "\"tools\":[{\"type\":\"function\",\"name\":\"" + name
                        + "\",\"description\":\"d\",\"parameters\":{\"type\":\"object\"},\"strict\":false}],"
                        + "\"tool_choice\":{\"type\":\"function\",\"name\":\"" + name + "\"}",
                body.substring(body.indexOf("\"tools\""), body.indexOf(",\"store\"")));
        assertEquals(List.of("tools[0].cache_control"), lost());
    }

    @Test
    void wishesAreSpelledAsTheyAreHere() {
        Options options = new Options(
                Optional.of(new Options.Shape.Schema("n", Optional.empty(), RawJson.of("{}"), Optional.of(true))),
                Optional.of(new Options.Thinking(Optional.empty(), OptionalInt.of(9000), Optional.of(true))),
                Optional.of(false),
                OptionalInt.of(2),
                Optional.of("u"),
                Map.of("k", "v"),
                Optional.of("standard_only"),
                Optional.of("key"));
        String body = sent(Foreign.of(Message.of(Role.USER, "x")).with(options));

        assertEquals(
                "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":{},\"strict\":true}},"
                    + "\"reasoning\":{\"effort\":\"medium\",\"summary\":\"auto\"},\"top_logprobs\":2,"
                    + "\"include\":[\"reasoning.encrypted_content\",\"message.output_text.logprobs\"],"
                    + "\"parallel_tool_calls\":false,\"safety_identifier\":\"u\",\"prompt_cache_key\":\"key\",\"metadata\":{\"k\":\"v\"}",
                body.substring(body.indexOf("\"text\":{\"format"), body.indexOf(",\"store\"")));
        assertEquals(List.of("thinking", "service_tier"), lost());
    }

    @Test
    void whatChangesTheMeaningIsRefusedAndHintsAreDeclared() {
        Foreign plain = Foreign.of(Message.of(Role.USER, "x"));
        sent(plain.with(sampling(List.of(), 1)));
        assertEquals(List.of("top_k", "seed", "frequency_penalty", "presence_penalty"), lost());

        assertEquals("stop", refused(plain.with(sampling(List.of("END"), 1))));
        assertEquals("n", refused(plain.with(sampling(List.of(), 2))));
        assertEquals(
                "odd", refused(plain.with(WireName.GEMINI_CONTENT, Map.of("odd", RawJson.of("1")), Set.of("odd"))));
        assertEquals(
                "messages[0].content",
                refused(Foreign.of(message(Role.ASSISTANT, new Part.Image(PNG, Optional.empty())))));
        assertEquals(
                "messages[0].content",
                refused(Foreign.of(
                        message(Role.USER, new Part.Document(new Source.Uploaded("file_1"), Optional.empty())))));
        assertEquals(
                "messages[0].search_result",
                refused(Foreign.of(message(
                        Role.USER, new Part.Other(WireName.ANTHROPIC_MESSAGES, "search_result", RawJson.of("{}"))))));
    }

    @Test
    void membersThatBothOfOpenAisProtocolsKnowAreCarried() {
        String body = sent(Foreign.of(Message.of(Role.USER, "x"))
                .with(
                        WireName.OPENAI_CHAT,
                        Map.of("verbosity", RawJson.text("low"), "prompt_cache_retention", RawJson.text("24h")),
                        Set.of()));

        assertEquals(
                "\"text\":{\"verbosity\":\"low\"},\"prompt_cache_retention\":\"24h\"",
                body.substring(body.indexOf("\"text\":{\"verb"), body.indexOf(",\"store\"")));
        assertEquals(List.of(), lost());
    }

    @Test
    void filesAndRecordingsAreSpelled() {
        String body = sent(Foreign.of(message(
                Role.USER,
                new Part.Document(new Source.Inline("application/pdf", "BB=="), Optional.of("a.pdf")),
                new Part.Document(new Source.Link(URI.create("https://a/b.pdf")), Optional.empty()),
                new Part.Audio(new Source.Inline("audio/mpeg", "CC==")))));

        assertEquals(
                "[{\"type\":\"input_file\",\"filename\":\"a.pdf\",\"file_data\":\"data:application/pdf;base64,BB==\"},"
                        + "{\"type\":\"input_file\",\"file_url\":\"https://a/b.pdf\"},"
                        + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"CC==\",\"format\":\"mp3\"}}]",
                body.substring(body.indexOf("\"content\":") + 10, body.indexOf("}],\"store\"")));
    }

    @Test
    void aForeignAnswerBecomesItems() throws Exception {
        // long method: a sample and how it is spelled
        List<Part> parts = List.of(
                new Part.Reasoning("hm", Optional.empty()),
                new Part.Reasoning("", Optional.of(new Part.Signature(WireName.GEMINI_CONTENT, "g"))),
                new Part.Text("a"),
                new Part.Refusal("no"),
                new Part.ToolCall("id-1", "patch", RawJson.of("{\"input\":\"x\\ny\"}")),
                new Part.ToolCall("id-2", "f", RawJson.of("{\"a\": 1}")),
                new Part.Image(PNG, Optional.empty()),
                new Part.Audio(PNG));
        Message message = new Message(Role.ASSISTANT, parts, Optional.empty());
        List<ChatResponse.Probability> tokens = List.of(new ChatResponse.Probability("a", -1, List.of()));
        MemorySink sink = new MemorySink();

        format.replyTo(client(), sink, call)
                .whole(ChatResponse.of(
                        "resp_1",
                        "m2",
                        List.of(new ChatResponse.Choice(0, message, FinishReason.Known.TOOL_CALLS, tokens)),
                        Usage.of(3, 4)));

        Members response = Members.ofReply(json, json.object(sink.bytes()));
        assertEquals(
                "resp_1 m2 completed",
                response.need("id") + " " + response.need("model") + " " + response.need("status"));
        assertEquals(
                List.of(
                        "{\"id\":\"rs_c1_0\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],"
                            + "\"encrypted_content\":\"aisbf1:unsigned:\"}",
                        "{\"id\":\"rs_c1_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"aisbf1:gemini-content:g\"}",
                        "{\"id\":\"msg_c1_2\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":["
                            + "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[{\"token\":\"a\",\"bytes\":[97],\"logprob\":-1,"
                            + "\"top_logprobs\":[]}],\"text\":\"a\"},{\"type\":\"refusal\",\"refusal\":\"no\"}]}",
                        "{\"id\":\"ctc_c1_3\",\"type\":\"custom_tool_call\",\"status\":\"completed\",\"call_id\":\"id-1\",\"name\":\"patch\",\"input\":\"x\\n"
                            + "y\"}",
                        "{\"id\":\"fc_c1_4\",\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"id-2\","
                                + "\"name\":\"f\",\"arguments\":\"{\\\"a\\\": 1}\"}",
                        "{\"id\":\"ig_c1_5\",\"type\":\"image_generation_call\",\"status\":\"completed\",\"output_format\":\"png\","
                            + "\"result\":\"AA==\"}"),
                response.elements("output").stream().map(RawJson::toString).toList());
        assertEquals(List.of("Audio"), lost());
    }

    @Test
    void aFailureIsToldInOpenAisEnvelope() throws Exception {
        MemorySink sink = new MemorySink();
        format.replyTo(client(), sink, call)
                .fail(new CallException(
                        Failure.RATE_LIMITED,
                        "wait",
                        CallException.Details.NONE.withRetryAfter(Duration.ofMillis(1500))));

        assertEquals(429, sink.status());
        assertEquals("2", sink.headers().get("retry-after"));
        assertEquals(
                "{\"error\":{\"message\":\"wait\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}",
                sink.body());
    }

    private ChatRequest client() {
        String body = "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"custom\",\"name\":\"patch\"}]}";
        return format.readRequest(json.object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private String sent(ChatRequest request) {
        return format.writeRequest(request, call).json().toString();
    }

    private String refused(ChatRequest request) {
        CallException told = assertThrows(CallException.class, () -> sent(request));
        assertEquals(Failure.CANNOT_CARRY, told.failure());
        return told.details().member().orElseThrow();
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private static Message message(Role role, Part... parts) {
        return new Message(role, List.of(parts), Optional.empty());
    }

    private static Sampling sampling(List<String> stop, int choices) {
        return new Sampling(
                OptionalDouble.of(0.5),
                OptionalDouble.empty(),
                OptionalInt.of(40),
                OptionalInt.of(9),
                stop,
                OptionalLong.of(1),
                OptionalInt.of(choices),
                OptionalDouble.of(1),
                OptionalDouble.of(1));
    }
}
