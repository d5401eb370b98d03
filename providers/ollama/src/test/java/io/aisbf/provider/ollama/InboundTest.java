// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.Json;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of Ollama ask. */
class InboundTest {
    private final Json json = new JacksonJson();
    private final OllamaChat chat = new OllamaChat(json, InstantSource.system());
    private final OllamaGenerate generate = new OllamaGenerate(json, InstantSource.system());

    private ChatRequest chat(String members) {
        return chat.readRequest(
                json.object(("{\"model\":\"m\"" + members + "}").getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    private ChatRequest generate(String members) {
        return generate.readRequest(
                json.object(("{\"model\":\"m\"" + members + "}").getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    @Test
    void streamsUnlessItIsToldNotTo() {
        assertTrue(chat("").streaming());
        assertTrue(chat(",\"stream\":null").streaming());
        assertTrue(!chat(",\"stream\":false").streaming());
        assertTrue(generate("").streaming());
        assertEquals(
                "{\"model\":\"m\",\"stream\":false}",
                chat("").withStreaming(false).wire().orElseThrow().json().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "llama3:latest, llama3",
        "a/b:c:latest, a/b:c",
        "llama3:8b, llama3:8b",
        ":latest, :latest",
        "latest, latest"
    })
    void latestIsTheSameAsNoTag(String sent, String model) {
        String body = "{\"model\":\"" + sent + "\"}";
        ChatRequest request = chat.readRequest(json.object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
        assertEquals(model, request.model());
        assertEquals(body, request.wire().orElseThrow().json().toString());
        assertEquals(
                model,
                chat.readShowRequest(json.object(body.replace("model", "name").getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void callsWithoutIdsAndTheirResultsBelongTogether() {
        List<Message> messages =
                chat(",\"messages\":[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"tool_calls\":["
                    + "{\"function\":{\"name\":\"a\",\"arguments\":{\"n\":1}}},{\"function\":{\"name\":\"b\"}},"
                    + "{\"id\":\"own\",\"function\":{\"name\":\"a\",\"arguments\":{}}},{\"function\":{\"name\":\"a\"}}]},"
                    + "{\"role\":\"tool\",\"tool_call_id\":\"own\",\"content\":\"1\"},{\"role\":\"tool\",\"tool_name\":\"b\",\"content\":\"2\"},"
                    + "{\"role\":\"tool\",\"content\":\"3\"},{\"role\":\"tool\",\"tool_name\":\"a\",\"content\":\"4\","
                    + "\"images\":[\"" + Samples.PNG + "\"]},{\"role\":\"tool\",\"content\":\"5\"}]")
                        .messages();
        List<String> ids = messages.get(1).parts().stream()
                .map(part -> ((Part.ToolCall) part).id())
                .toList();
        assertEquals(List.of("call_1_0", "call_1_1", "own", "call_1_3"), ids);
        List<String> answered = messages.subList(2, 7).stream()
                .map(message -> ((Part.ToolResult) message.parts().getFirst()).callId())
                .toList();
        assertEquals(List.of("own", "call_1_1", "call_1_0", "call_1_3", "call_6"), answered);
        Part.ToolResult seen = (Part.ToolResult) messages.get(5).parts().getFirst();
        assertInstanceOf(Part.Image.class, seen.content().getFirst());
    }

    @Test
    void picturesAreKnownByTheirFirstBytes() {
        String webp = base64("RIFF\1\2\3\4WEBPVP8 ");
        String images = ",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":[\"" + Samples.PNG + "\",\""
                + base64("\u00ff\u00d8\u00ff\u00e0ab") + "\",\"" + base64("GIF89a") + "\",\"" + webp + "\",\""
                + base64("BM1234") + "\"]}]";
        List<String> types = chat(images).messages().getFirst().parts().stream()
                .filter(Part.Image.class::isInstance)
                .map(part -> ((Part.Source.Inline) ((Part.Image) part).source()).mediaType())
                .toList();
        assertEquals(List.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/octet-stream"), types);
    }

    private static String base64(String bytes) {
        return Base64.getEncoder().encodeToString(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void optionsTellHowTheAnswerIsDrawn() {
        ChatRequest request =
                chat(",\"options\":{\"temperature\":0.2,\"top_k\":40.0,\"num_predict\":-1,\"stop\":\"END\","
                        + "\"seed\":42,\"presence_penalty\":1,\"num_ctx\":4096,\"mirostat\":null}");
        Sampling sampling = request.sampling();
        assertEquals(OptionalInt.of(40), sampling.topK());
        assertEquals(OptionalInt.empty(), sampling.maxTokens());
        assertEquals(List.of("END"), sampling.stop());
        assertEquals(OptionalLong.of(42), sampling.seed());
        assertTrue(request.extras().containsKey("options.num_ctx"));
        assertTrue(!request.extras().containsKey("options.mirostat"));
        String bounded = request.withSampling(new Sampling(
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.topK(),
                        OptionalInt.of(5),
                        sampling.stop(),
                        sampling.seed(),
                        sampling.choices(),
                        sampling.frequencyPenalty(),
                        sampling.presencePenalty()))
                .wire()
                .orElseThrow()
                .json()
                .toString();
        assertTrue(bounded.contains("\"top_k\":40.0,\"num_predict\":5,\"stop\":\"END\""), bounded);
    }

    @Test
    void whatNoAccessorStandsForIsAHint() {
        ChatRequest request = chat(
                ",\"keep_alive\":\"5m\",\"tool_choice\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"name\":\"n\"},"
                    + "{\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"name\":\"a\",\"odd\":1},\"type\":\"function\"}]}],"
                    + "\"tools\":[{\"type\":\"web_search\"},{\"type\":\"function\",\"function\":{\"name\":\"a\",\"odd\":1}}]");
        assertEquals(
                Set.of(
                        "keep_alive",
                        "tool_choice",
                        "messages[0].name",
                        "messages[1].tool_calls[0].function.odd",
                        "tools[0]",
                        "tools[1].function.odd"),
                request.extras().keySet());
        assertEquals(Set.of(), request.binding());
        assertEquals(1, request.tools().size());
    }

    @ParameterizedTest
    @CsvSource({
        "true, MEDIUM",
        "false, NONE",
        "'\"low\"', LOW",
        "'\"medium\"', MEDIUM",
        "'\"high\"', HIGH",
        "'\"max\"', MAX"
    })
    void thinksAsMuchAsAsked(String think, Effort effort) {
        assertEquals(
                Optional.of(effort),
                chat(",\"think\":" + think).options().thinking().orElseThrow().effort());
    }

    @Test
    void asksForJsonWordsAndProbabilities() {
        assertEquals(
                Optional.of(Shape.Json.ANY),
                chat(",\"format\":\"json\"").options().shape());
        assertEquals(Optional.empty(), chat(",\"format\":\"\"").options().shape());
        Shape.Schema schema = (Shape.Schema)
                chat(",\"format\":{\"type\": \"object\"}").options().shape().orElseThrow();
        assertEquals("{\"type\": \"object\"}", schema.schema().toString());
        assertEquals(OptionalInt.of(0), chat(",\"logprobs\":true").options().logprobs());
        assertEquals(
                OptionalInt.of(4),
                chat(",\"logprobs\":true,\"top_logprobs\":4").options().logprobs());
        assertEquals(
                OptionalInt.empty(),
                chat(",\"logprobs\":false,\"top_logprobs\":4").options().logprobs());
        for (String wrong : List.of(",\"format\":\"yaml\"", ",\"think\":\"much\"", ",\"think\":1")) {
            assertThrows(CallException.class, () -> chat(wrong).options(), wrong);
        }
    }

    @Test
    void aPromptIsAConversation() {
        ChatRequest request =
                generate(",\"prompt\":\"Why?\",\"system\":\"s\",\"template\":\"\",\"suffix\":\"\",\"raw\":false,"
                        + "\"context\":[],\"keep_alive\":\"5m\",\"images\":[\"" + Samples.PNG + "\"]");
        assertEquals(
                List.of("s", "Why?"),
                request.messages().stream().map(Message::text).toList());
        assertInstanceOf(Part.Image.class, request.messages().get(1).parts().getFirst());
        assertEquals(Set.of("keep_alive"), request.extras().keySet());
        assertEquals(Set.of(), request.binding());
    }

    @Test
    void whatBelongsToTheModelsOwnPromptBinds() {
        ChatRequest request =
                generate(",\"prompt\":\"x\",\"template\":\"t\",\"suffix\":\"s\",\"raw\":true,\"context\":[1]");
        assertEquals(Set.of("template", "suffix", "raw", "context"), request.binding());
    }

    @Test
    void loadingAModelIsNoQuestionForOthers() {
        assertEquals(
                Set.of("prompt"), generate(",\"prompt\":\"\",\"suffix\":\"\"").binding());
        assertEquals(Set.of("prompt"), generate("").binding());
        assertEquals(Set.of("messages"), chat("").binding());
        assertEquals(List.of(), generate("").messages());
    }
}
