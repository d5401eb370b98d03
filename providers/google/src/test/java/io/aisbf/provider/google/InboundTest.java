// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Gemini's clients ask. */
class InboundTest {
    /** As Gemini CLI asks, in its second turn. */
    static final String CLI = """
        {"contents":[{"parts":[{"text":"This is the Gemini CLI."}],"role":"user"},
        {"role":"model","parts":[{"text":"","thoughtSignature":"Q0xJ"},
        {"functionCall":{"name":"list_directory","args":{"path":"/w"},"id":"list_directory-17"},"thoughtSignature":"skip_thought_signature_validator"}]},
        {"role":"user","parts":[{"functionResponse":{"id":"list_directory-17","name":"list_directory","response":{"output":"a.txt"}}}]}],
        "systemInstruction":{"parts":[{"text":"You are an agent."}],"role":"user"},
        "tools":[{"functionDeclarations":[{"name":"list_directory","description":"Lists.","parametersJsonSchema":{"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}}]},{"googleSearch":{}}],
        "generationConfig":{"temperature":1,"topP":0.95,"topK":64,"thinkingConfig":{"includeThoughts":true,"thinkingBudget":8192}},
        "safetySettings":[],"labels":{"run":"7"}}\
        """;

    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());

    @Test
    void understandsGeminiCli() {
        ChatRequest request = read(CLI);

        assertEquals(
                List.of(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL),
                request.messages().stream().map(Message::role).toList());
        List<Part> said = request.messages().get(2).parts();
        assertEquals(reasoning("", "Q0xJ"), said.get(0));
        assertEquals(
                "list_directory-17",
                assertInstanceOf(Part.ToolCall.class, said.get(2)).id());
        assertEquals(
                List.of(new Part.ToolResult("list_directory-17", List.of(new Part.Text("a.txt")), false)),
                request.messages().get(3).parts());
        assertEquals("Lists.", request.tools().getFirst().description().orElseThrow());
        assertEquals(
                Optional.of(new Options.Thinking(Optional.empty(), OptionalInt.of(8192), Optional.of(true))),
                request.options().thinking());
        assertEquals(Map.of("run", "7"), request.options().metadata());
        assertEquals(
                Set.of("tools[1].googleSearch", "safetySettings"),
                request.extras().keySet());
        assertEquals(Set.of(), request.binding());
    }

    @ParameterizedTest
    @CsvSource({
        "models/gemini-3-pro, :generateContent, gemini-3-pro, false",
        "models/openai/gpt-4o, :streamGenerateContent, openai/gpt-4o, true",
        "openai/gpt-4o, :generateContent, openai/gpt-4o, false",
        "tunedModels/mine, :generateContent, tunedModels/mine, false"
    })
    void modelAndStreamingStandInThePath(String path, String verb, String model, boolean streaming) {
        ChatRequest request = format.readRequest(
                json.object(bytes("{\"contents\":[]}")),
                Map.of("model", path, WireFormat.ENDPOINT, "/v1/{+model}" + verb));

        assertEquals(model, request.model());
        assertEquals(streaming, request.streaming());
    }

    @Test
    void everyVersionHasItsEndpointsAndListsAreToldApartByTheirSigns() {
        for (String version : List.of("/v1", "/v1beta", "/v1alpha")) {
            assertEquals(
                    7,
                    format.endpoints().stream()
                            .filter(endpoint -> endpoint.path().startsWith(version + "/"))
                            .count());
        }
        for (WireFormat.Endpoint endpoint : format.endpoints()) {
            boolean shared = endpoint.method().equals("GET") && endpoint.path().startsWith("/v1/");
            assertEquals(shared, endpoint.signs().contains("x-goog-api-key"), endpoint::toString);
        }
    }

    @Test
    void callsWithoutIdsGetThemByPlaceAndResultsFindThemByNameInOrder() {
        ChatRequest request = read("""
            {"contents":[{"parts":[{"text":"a"}]},
            {"role":"model","parts":[{"functionCall":{"name":"f","args":{"n":1}}},{"functionCall":{"name":"g"}},{"functionCall":{"name":"f","args":{"n":2}}}]},
            {"role":"function","parts":[{"functionResponse":{"name":"g","response":{"error":"no"}}}]},
            {"role":"function","parts":[{"functionResponse":{"name":"f","response":{"a":1}}}]},
            {"role":"tool","parts":[{"functionResponse":{"name":"f","response":{"output":{"b":2}}}}]},
            {"role":"model","parts":[{"functionCall":{"name":"f"}}]},
            {"role":"user","parts":[{"function_response":{"name":"f","response":{"output":"x"},"parts":[{"inline_data":{"mime_type":"image/png","data":"AA=="}}]}},{"text":"go on"}]}]}\
            """);

        List<Part.ToolCall> calls = parts(request, Part.ToolCall.class);
        List<Part.ToolResult> results = parts(request, Part.ToolResult.class);
        assertEquals(4, calls.stream().map(Part.ToolCall::id).distinct().count());
        assertEquals(
                List.of(
                        calls.get(1).id(),
                        calls.get(0).id(),
                        calls.get(2).id(),
                        calls.get(3).id()),
                results.stream().map(Part.ToolResult::callId).toList());
        assertEquals(
                List.of(true, false, false, false),
                results.stream().map(Part.ToolResult::failed).toList());
        assertEquals(List.of(new Part.Text("{\"a\":1}")), results.get(1).content());
        assertEquals(List.of(new Part.Text("{\"b\":2}")), results.get(2).content());
        assertInstanceOf(Part.Image.class, results.get(3).content().get(1));
        assertEquals(Role.USER, request.messages().getLast().role());
    }

    @Test
    void aSchemaOfTheOpenApiSubsetBecomesAJsonSchema() {
        ChatRequest request = read("""
            {"contents":[{"parts":[{"text":"a"}]}],"tools":[{"function_declarations":[{"name":"f","behavior":"BLOCKING","parameters":
            {"type":"OBJECT","properties":{"type":{"type":"STRING","nullable":true,"enum":["a"]},"l":{"type":"ARRAY","items":{"type":"INTEGER"},"min_items":"2"},"u":{"anyOf":[{"type":"NUMBER"}]}},"required":["type"],"propertyOrdering":["type"]}}]}]}\
            """);

        assertEquals(
                "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]},"
                        + "\"l\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":2},"
                        + "\"u\":{\"anyOf\":[{\"type\":\"number\"}]}},\"required\":[\"type\"]}",
                request.tools().getFirst().parameters().toString());
        assertEquals(Set.of("behavior"), request.tools().getFirst().extras().keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"mode\":\"AUTO\"} | AUTO | 3",
                "{\"mode\":\"none\"} | NONE | 3",
                "{\"mode\":\"ANY\"} | REQUIRED | 3",
                "{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"b\"]} | Named[tool=b] | 1",
                "{\"mode\":\"ANY\",\"allowed_function_names\":[\"b\",\"c\"]} | REQUIRED | 2",
                "{\"mode\":\"VALIDATED\"} | AUTO | 3"
            })
    void theChoiceOfToolsIsUnderstood(String config, String choice, int tools) {
        ChatRequest request =
                read("{\"contents\":[{\"parts\":[{\"text\":\"a\"}]}],\"tools\":[{\"functionDeclarations\":["
                    + "{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}],\"toolConfig\":{\"functionCallingConfig\":"
                        + config
                        + "}}");

        assertEquals(choice, request.toolChoice().map(ToolChoice::toString).orElse(""));
        assertEquals(tools, request.tools().size());
        assertEquals(config.contains("VALIDATED"), !request.extras().isEmpty());
    }

    @Test
    void nothingVanishes() {
        // long method: a sample and what is left of it
        ChatRequest request = read("""
            {"contents":[{"role":"user","x":1,"parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"https://youtu.be/1"},"videoMetadata":{"fps":1}},{"hologram":{}}]},
            {"role":"model","parts":[{"executableCode":{"code":"1"}},{"functionCall":{"name":"f","willContinue":true}}]}],
            "cachedContent":"cachedContents/1","system_instruction":"short","newThing":true,"nothing":null,
            "generationConfig":{"responseModalities":["IMAGE"],"speechConfig":{},"responseMimeType":"text/x.enum","thinkingConfig":{"y":1}},
            "toolConfig":{"retrievalConfig":{}}}\
            """);

        assertEquals(
                Set.of(
                        "contents[0].x",
                        "contents[0].parts[0].videoMetadata",
                        "contents[1].parts[1].functionCall.willContinue",
                        "cachedContent",
                        "newThing",
                        "generationConfig.responseModalities",
                        "generationConfig.speechConfig",
                        "generationConfig.responseMimeType",
                        "generationConfig.thinkingConfig.y",
                        "toolConfig.retrievalConfig"),
                request.extras().keySet());
        assertEquals(
                Set.of("cachedContent", "generationConfig.responseModalities", "generationConfig.responseMimeType"),
                request.binding());
        List<Part.Other> others = parts(request, Part.Other.class);
        assertEquals(
                List.of("hologram", "executableCode"),
                others.stream().map(Part.Other::type).toList());
        assertFalse(others.get(0).hint());
        assertTrue(others.get(1).hint());
        assertEquals("short", request.messages().getFirst().text());
    }

    @Test
    void samplingAndOptionsAreRead() {
        ChatRequest request = read("""
            {"contents":[{"parts":{"text":"a"}}],"service_tier":"flex","generation_config":{"temperature":0.5,"top_p":0.9,"topK":40.0,"maxOutputTokens":9,
            "stopSequences":["x"],"seed":7,"candidateCount":2,"presencePenalty":0.1,"frequencyPenalty":0.2,"responseMimeType":"application/json",
            "responseSchema":{"type":"OBJECT"},"responseLogprobs":true,"logprobs":3,"thinkingConfig":{"thinkingLevel":"LOW"}}}\
            """);

        Sampling sampling = request.sampling();
        assertEquals(0.9, sampling.topP().orElseThrow());
        assertEquals(40, sampling.topK().orElseThrow());
        assertEquals(2, sampling.choices().orElseThrow());
        assertEquals(List.of("x"), sampling.stop());
        Options options = request.options();
        Options.Shape.Schema schema =
                assertInstanceOf(Options.Shape.Schema.class, options.shape().orElseThrow());
        assertEquals("{\"type\":\"object\"}", schema.schema().toString());
        assertEquals(OptionalInt.of(3), options.logprobs());
        assertEquals(Optional.of("flex"), options.tier());
        assertEquals(
                Optional.of(Options.Effort.LOW),
                options.thinking().orElseThrow().effort());
        assertEquals(Set.of(), request.extras().keySet());
    }

    @Test
    void aForeignSignatureComesBackToTheThoughtItCloses() {
        String tagged = Base64.getUrlEncoder().encodeToString(bytes("aisbf1:anthropic-messages:Er~?\u00ff>>"));
        ChatRequest request = read("{\"contents\":[{\"role\":\"model\",\"parts\":[{\"text\":\"hm \",\"thought\":true},"
                + "{\"text\":\"so\",\"thought\":true},{\"functionCall\":{\"name\":\"f\"},\"thoughtSignature\":\""
                + tagged
                + "\"}]}]}");

        assertEquals(
                new Part.Reasoning(
                        "hm so", Optional.of(new Part.Signature(WireName.ANTHROPIC_MESSAGES, "Er~?\u00ff>>"))),
                request.messages().getFirst().parts().getFirst());
    }

    private static Part reasoning(String text, String signature) {
        return new Part.Reasoning(text, Optional.of(new Part.Signature(WireName.GEMINI_CONTENT, signature)));
    }

    private static <P extends Part> List<P> parts(ChatRequest request, Class<P> kind) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private ChatRequest read(String body) {
        return format.readRequest(json.object(bytes(body)), Map.of("model", "models/m"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
