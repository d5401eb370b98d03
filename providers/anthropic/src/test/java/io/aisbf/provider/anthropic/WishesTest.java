// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static io.aisbf.provider.anthropic.Asked.call;
import static io.aisbf.provider.anthropic.Asked.drawing;
import static io.aisbf.provider.anthropic.Asked.result;
import static io.aisbf.provider.anthropic.Asked.said;
import static io.aisbf.provider.anthropic.Asked.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Options;
import io.aisbf.api.chat.Options.Effort;
import io.aisbf.api.chat.Options.Shape;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.ToolChoice;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
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

/** What becomes of the wishes that other protocols brought. */
class WishesTest {
    private final Call call = Bench.call();

    @ParameterizedTest
    @CsvSource({
        "claude-3-opus-20240229, 4096",
        "claude-3-haiku-20240307, 4096",
        "claude-3-5-sonnet-20241022, 8192",
        "claude-3-7-sonnet-latest, 32000",
        "claude-sonnet-4-20250514, 32000",
        "claude-opus-5, 32000",
        "somebody/else, 32000"
    })
    void aLimitIsSetWhereNoneIsAsked(String model, int limit) {
        assertTrue(sent(Asked.of(model, user("hi"))).contains("\"max_tokens\":" + limit + ","));
    }

    @Test
    void whatIsDrawnIsBroughtIntoAnthropicsBounds() {
        String sent = sent(Asked.of("claude-3-5-sonnet", user("hi")).drawn(drawing(1.7, 0.5, 40, 10)));
        String newer = sent(Asked.of("claude-sonnet-4-5", user("hi")).drawn(drawing(0.2, 0.5, 40, 10)));

        assertTrue(sent.contains("\"temperature\":1,\"top_p\":0.5,\"top_k\":40"), sent);
        assertTrue(newer.contains("\"temperature\":0.2,\"top_k\":40"), newer);
        assertEquals(List.of("temperature", "top_p"), lost());
    }

    @Test
    void whatAnthropicCannotDrawIsDeclaredOrRefused() {
        sent(Asked.of("claude-sonnet-4-5", user("hi")).drawn(sampling(List.of("END"), 1)));
        assertEquals(List.of("seed", "frequency_penalty", "presence_penalty"), lost());

        refused("n", Asked.of("m", user("hi")).drawn(sampling(List.of(), 2)));
        refused("stop", Asked.of("m", user("hi")).drawn(sampling(List.of(" \n"), 1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-3-5-sonnet|HIGH||reasoning",
                "claude-sonnet-4-5|HIGH|\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16384}|",
                "claude-sonnet-4-5|MAX|\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":31999}|reasoning.budget",
                "claude-sonnet-4-5|NONE|\"thinking\":{\"type\":\"disabled\"}|",
                "claude-opus-4-6|MEDIUM|\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"medium\"}|",
                "claude-opus-4-6|XHIGH|\"output_config\":{\"effort\":\"high\"}|reasoning.effort",
                "claude-opus-4-8|XHIGH|\"output_config\":{\"effort\":\"xhigh\"}|",
                "claude-opus-5|MINIMAL|\"output_config\":{\"effort\":\"low\"}|reasoning.effort",
                "imitator|LOW|\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048}|",
                "imitator|NONE||"
            })
    void effortIsSaidInTheModelsWords(String model, Effort effort, String expected, String loss) {
        String sent = sent(Asked.of(model, user("hi")).thinking(effort));

        if (expected == null) {
            assertFalse(sent.contains("thinking"), sent);
        } else {
            assertTrue(sent.contains(expected), sent);
        }
        assertEquals(loss == null ? List.of() : List.of(loss), lost());
    }

    @Test
    void aBudgetIsKeptOrPutIntoWords() {
        var budget = new Options.Thinking(Optional.empty(), OptionalInt.of(9000), Optional.of(true));
        String old = sent(Asked.of("claude-sonnet-4-5", user("hi")).thinking(budget));
        String newer = sent(Asked.of("claude-opus-5", user("hi")).thinking(budget));

        assertTrue(old.contains("\"budget_tokens\":9000"), old);
        assertTrue(newer.contains("{\"type\":\"adaptive\",\"display\":\"summarized\"}"), newer);
        assertTrue(newer.contains("\"effort\":\"medium\""), newer);
        assertEquals(List.of("reasoning.budget"), lost());
    }

    @Test
    void aModelThatThinksIsDrawnAsItMust() {
        String sent = sent(
                Asked.of("claude-sonnet-4-5", user("hi")).thinking(Effort.LOW).drawn(drawing(0.5, 0.5, 3, 3000)));

        assertTrue(sent.contains("budget_tokens"), sent);
        assertFalse(sent.matches("(?s).*\"(temperature|top_p|top_k)\".*"), sent);
        assertEquals(List.of("temperature", "top_p", "top_k"), lost());
    }

    @Test
    void noThoughtsWhereTheyCannotBe() {
        Asked asked = Asked.of("claude-sonnet-4-5", user("hi")).thinking(Effort.LOW);
        assertFalse(
                sent(asked.withTools("f").choosing(new ToolChoice.Named("f"))).contains("thinking"));
        assertFalse(sent(asked.drawn(drawing(-1, -1, -1, 1024))).contains("thinking"));
        assertEquals(List.of("reasoning"), lost());
    }

    @ParameterizedTest
    @CsvSource({"anthropic-messages, true", "gemini-content, false"})
    void aCallOfToolsIsGoneOnFromInThoughtsOnlyIfItBeganWithOne(String format, boolean thinks) {
        Part thought = new Part.Reasoning("t", Optional.of(new Part.Signature(new WireName(format), "EqQB")));
        Asked asked = Asked.of(
                        "claude-sonnet-4-5",
                        user("hi"),
                        said(Role.ASSISTANT, thought, call("a", "f")),
                        said(Role.TOOL, result("a")))
                .withTools("f")
                .thinking(Effort.LOW);

        assertEquals(thinks, sent(asked).contains("\"type\":\"enabled\""));
        assertEquals(!thinks, lost().contains("reasoning"));
    }

    @Test
    void choicesOfToolsAreCarried() {
        Asked asked = Asked.of("claude-sonnet-4-5", user("hi")).withTools("f");
        assertTrue(sent(asked.choosing(ToolChoice.Mode.REQUIRED)).contains("\"tool_choice\":{\"type\":\"any\"}"));
        assertTrue(sent(asked.choosing(ToolChoice.Mode.NONE)).contains("\"tool_choice\":{\"type\":\"none\"}"));
        assertTrue(sent(asked.choosing(new ToolChoice.Named("f"))).contains("{\"type\":\"tool\",\"name\":\"f\"}"));
        assertTrue(sent(asked.with(options(Optional.empty(), Optional.of(false), "default")))
                .contains("\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"));
        refused("tool_choice", Asked.of("m", user("hi")).choosing(ToolChoice.Mode.REQUIRED));
    }

    @Test
    void aToolSaysWhatAnthropicWantsToHear() {
        Tool tool = new Tool(
                "f",
                Optional.of(""),
                RawJson.of("{\"properties\":{}}"),
                Optional.of(true),
                Map.of("cache_control", RawJson.of("{\"type\":\"ephemeral\"}"), "novel", RawJson.of("1")));
        String sent = sent(Asked.of("claude-sonnet-4-5", user("hi")).withTool(tool));

        assertTrue(
                sent.contains("\"tools\":[{\"name\":\"f\",\"input_schema\":{\"properties\":{},\"type\":\"object\"},"
                        + "\"strict\":true,\"cache_control\":{\"type\":\"ephemeral\"}}]"),
                sent);
        assertEquals(List.of("tools[0].novel"), lost());
    }

    @Test
    void aSchemaIsCarriedAndAnyJsonIsNot() {
        Shape schema = new Shape.Schema("s", Optional.of("d"), RawJson.of("{\"type\":\"string\"}"), Optional.of(true));
        Asked asked =
                Asked.of("claude-sonnet-4-5", user("hi")).with(options(Optional.of(schema), Optional.empty(), "auto"));

        assertTrue(sent(asked)
                .contains(
                        "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"string\"}}}"));
        assertEquals(List.of("response_format.description", "metadata.k", "prompt_cache_key"), lost());
        refused("response_format", asked.withModel("claude-3-opus"));
        refused("response_format", asked.with(options(Optional.of(Shape.Json.ANY), Optional.empty(), "auto")));
    }

    @ParameterizedTest
    @CsvSource({"auto, auto", "default, standard_only", "standard_only, standard_only", "flex,"})
    void theTierIsSaidInAnthropicsWords(String tier, String expected) {
        String sent = sent(Asked.of("m", user("hi")).with(options(Optional.empty(), Optional.empty(), tier)));

        assertEquals(expected != null, sent.contains("\"service_tier\":\"" + expected + "\""));
        assertEquals(expected == null, lost().contains("service_tier"));
        assertTrue(sent.contains("\"metadata\":{\"user_id\":\"u\"}"), sent);
    }

    @Test
    void whatNobodyUnderstandsIsDeclaredOrRefused() {
        Asked asked = Asked.of("m", user("hi"));
        sent(asked.withOthers(Map.of("logit_bias", RawJson.of("{}")), Set.of()));
        assertEquals(List.of("logit_bias"), lost());
        refused(
                "previous_response_id",
                asked.withOthers(Map.of("previous_response_id", RawJson.of("1")), Set.of("previous_response_id")));
        refused("audio", asked.withOthers(Map.of(), Set.of("audio")));
    }

    @Test
    void aStrictCallRefusesWhatItWouldOnlyDeclare() {
        Asked asked = Asked.of("m", user("hi")).withOthers(Map.of("logit_bias", RawJson.of("{}")), Set.of());

        CallException refusal = assertThrows(CallException.class, () -> Bench.written(asked, call.strictly()));
        assertEquals(Optional.of("logit_bias"), refusal.details().member());
    }

    private static Options options(Optional<Shape> shape, Optional<Boolean> parallel, String tier) {
        return new Options(
                shape,
                Optional.empty(),
                parallel,
                OptionalInt.empty(),
                Optional.of("u"),
                Map.of("k", "v"),
                Optional.of(tier),
                Optional.of("key"));
    }

    private static Sampling sampling(List<String> stop, int choices) {
        return new Sampling(
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                stop,
                OptionalLong.of(1),
                OptionalInt.of(choices),
                OptionalDouble.of(1),
                OptionalDouble.of(1));
    }

    private String sent(ChatRequest request) {
        return Bench.written(request, call);
    }

    private void refused(String member, ChatRequest request) {
        CallException refusal = assertThrows(CallException.class, () -> sent(request), member);
        assertEquals(Failure.CANNOT_CARRY, refusal.failure());
        assertEquals(Optional.of(member), refusal.details().member());
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }
}
