// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

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
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.runtime.json.JacksonJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How sampling, options and tools that came in other formats are put to Gemini. */
class OptionsTest {
    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void samplingIsCarriedAndWhatDoesNotFitIsDeclared() {
        Question question = Question.of("m", Message.of(Role.USER, "a"));
        String sent = sent(question.withSampling(Question.drawn(2.5, List.of("x", ""), 1L << 40, 3)));

        assertTrue(
                sent.endsWith(
                        "\"generationConfig\":{\"temperature\":2,\"topP\":0.5,\"topK\":40,\"maxOutputTokens\":100,"
                                + "\"stopSequences\":[\"x\"],\"candidateCount\":3,\"presencePenalty\":-0.5,"
                                + "\"frequencyPenalty\":0.25}}"),
                sent);
        assertEquals(List.of("temperature", "seed"), losses());
        assertRefused("stop", question.withSampling(Question.drawn(1, List.of("1", "2", "3", "4", "5", "6"), 1, 1)));
    }

    @Test
    void optionsAreCarriedOrDeclared() {
        Options options = new Options(
                Optional.of(new Options.Shape.Schema(
                        "s", Optional.of("d"), RawJson.of("{\"$ref\":\"#/x\"}"), Optional.of(true))),
                Optional.empty(),
                Optional.of(false),
                OptionalInt.of(2),
                Optional.of("u"),
                Map.of("a", "b"),
                Optional.of("scale"),
                Optional.of("k"));
        String sent = sent(Question.of("m", Message.of(Role.USER, "a")).withOptions(options));

        assertTrue(
                sent.endsWith("\"generationConfig\":{\"responseMimeType\":\"application/json\","
                        + "\"responseJsonSchema\":{\"$ref\":\"#/x\"},\"responseLogprobs\":true,\"logprobs\":2}}"),
                sent);
        assertEquals(
                List.of(
                        "response_format.description",
                        "parallel_tool_calls",
                        "user",
                        "prompt_cache_key",
                        "metadata",
                        "service_tier"),
                losses());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "gemini-2.5-flash, NONE, -, {\"thinkingBudget\":0}, -",
                "gemini-2.5-flash, MAX, -, {\"thinkingBudget\":24576}, -",
                "gemini-2.5-flash, -, 30000, {\"thinkingBudget\":24576}, thinking.budget",
                "gemini-2.5-flash, -, -1, {\"thinkingBudget\":-1}, -",
                "gemini-2.5-pro, NONE, -, {\"thinkingBudget\":128}, reasoning_effort",
                "gemini-3-pro, HIGH, -, {\"thinkingLevel\":\"high\"}, -",
                "gemini-3-pro, XHIGH, -, {\"thinkingLevel\":\"high\"}, reasoning_effort",
                "gemini-3.1-flash, MINIMAL, -, {\"thinkingLevel\":\"minimal\"}, -",
                "gemini-3-pro, -, 2000, {\"thinkingLevel\":\"low\"}, thinking.budget",
                "gemini-3-pro, -, -1, -, -",
                "gemini-2.0-flash, HIGH, -, -, reasoning_effort",
                "gemini-flash-latest, LOW, -, {\"thinkingBudget\":2048}, -",
            })
    void thinkingIsSpelledAsTheModelKnowsIt(String model, Effort effort, Integer budget, String config, String lost) {
        Options options = Question.thinking(
                Optional.ofNullable(effort),
                budget == null ? OptionalInt.empty() : OptionalInt.of(budget),
                Optional.empty());
        String sent = sent(Question.of(model, Message.of(Role.USER, "a")).withOptions(options));

        String expected = config == null ? "]}" : ",\"generationConfig\":{\"thinkingConfig\":" + config + "}}";
        assertTrue(sent.endsWith(expected), sent);
        assertEquals(lost == null ? List.of() : List.of(lost), losses());
    }

    @Test
    void thoughtsAreToldToWhoeverWantsThem() {
        Options options = Question.thinking(Optional.empty(), OptionalInt.empty(), Optional.of(true));
        String sent =
                sent(Question.of("gemini-3-pro", Message.of(Role.USER, "a")).withOptions(options));

        assertTrue(sent.endsWith("{\"thinkingConfig\":{\"includeThoughts\":true}}}"), sent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTO | {\"mode\":\"AUTO\"}",
                "NONE | {\"mode\":\"NONE\"}",
                "REQUIRED | {\"mode\":\"ANY\"}",
                "mcp.x | {\"mode\":\"ANY\",\"allowedFunctionNames\":[\"mcp_x_38e2b9f9\"]}"
            })
    void toolsAreDeclaredWithTheSchemaTheyHave(String choice, String config) {
        Tool tool = new Tool(
                "mcp.x",
                Optional.of("d"),
                RawJson.of("{\"type\":\"object\",\"additionalProperties\":false}"),
                Optional.of(true),
                Map.of("cache_control", RawJson.of("{}")));
        ToolChoice wanted = choice.equals("mcp.x") ? new ToolChoice.Named(choice) : ToolChoice.Mode.valueOf(choice);
        String sent = sent(Question.of("m", Message.of(Role.USER, "a")).withTools(Optional.of(wanted), tool));

        String name = sent.replaceAll(".*\"functionDeclarations\":\\[\\{\"name\":\"([^\"]*)\".*", "$1");
        assertTrue(name.matches("mcp_x_[0-9a-f]{8}"), name);
        assertTrue(
                sent.contains("\"description\":\"d\",\"parametersJsonSchema\":{\"type\":\"object\","
                        + "\"additionalProperties\":false}}]}]"),
                sent);
        assertTrue(
                sent.endsWith("\"toolConfig\":{\"functionCallingConfig\":"
                        + config.replaceAll("mcp_x_[0-9a-f]{8}", name) + "}}"),
                sent);
        assertEquals(List.of("tools[0].strict", "tools[0].cache_control"), losses());
    }

    private void assertRefused(String member, ChatRequest question) {
        CallException refused = assertThrows(CallException.class, () -> format.writeRequest(question, call));
        assertEquals(Failure.CANNOT_CARRY, refused.failure());
        assertEquals(Optional.of(member), refused.details().member());
    }

    private List<String> losses() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private String sent(ChatRequest request) {
        return format.writeRequest(request, call).json().toString();
    }
}
