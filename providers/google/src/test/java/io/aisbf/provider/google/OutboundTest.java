// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import static io.aisbf.provider.google.Question.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Message.Role;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Part.Source;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How what came in other formats is put to Gemini. */
class OutboundTest {
    private static final Part.Image PICTURE = new Part.Image(new Source.Inline("image/png", "AA=="), Optional.empty());
    private static final Part.ToolCall PARIS =
            new Part.ToolCall("toolu_1", "weather", RawJson.of("{\"city\": \"Paris\"}"));
    private static final Part.ToolCall OSLO = new Part.ToolCall("toolu_2", "weather", RawJson.of("{}"));

    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));

    @Test
    void aConversationIsSpelledAsGeminiWantsIt() {
        String sent = sent(Question.of(
                "gemini-2.5-flash",
                Message.of(Role.SYSTEM, "Be brief."),
                Message.of(Role.USER, "a"),
                said(Role.USER, new Part.Text(""), PICTURE),
                said(Role.ASSISTANT, PARIS, OSLO),
                said(Role.TOOL, new Part.ToolResult("toolu_2", List.of(new Part.Text("cold"), PICTURE), true)),
                said(Role.TOOL, new Part.ToolResult("toolu_1", List.of(new Part.Text("{\"t\": 1e1}")), false)),
                Message.of(Role.SYSTEM, "Now in French."),
                Message.of(Role.USER, "So?"),
                said(Role.ASSISTANT, new Part.Text("")),
                Message.of(Role.USER, "Well?")));

        assertEquals(
                "{\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\\n"
                    + "\\n"
                    + "Now in French.\"}]},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"a\"},"
                    + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"}}]},"
                    + "{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"id\":\"toolu_1\",\"name\":\"weather\",\"args\":{\"city\":"
                    + " \"Paris\"}}},{\"functionCall\":{\"id\":\"toolu_2\",\"name\":\"weather\",\"args\":{}}}]},"
                    + "{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"toolu_1\",\"name\":\"weather\",\"response\":{\"t\":"
                    + " 1e1}}},"
                    + "{\"functionResponse\":{\"id\":\"toolu_2\",\"name\":\"weather\",\"response\":{\"error\":\"cold\"}}},"
                    + "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AA==\"}},"
                    + "{\"text\":\"So?\"},{\"text\":\"Well?\"}]}]}",
                sent);
        assertEquals(List.of("messages[6].role"), losses());
    }

    @Test
    void geminiThreeTakesPicturesWithinResultsAndDemandsASignature() {
        String sent = sent(Question.of(
                "models/gemini-3-pro-preview",
                Message.of(Role.USER, "a"),
                said(Role.ASSISTANT, PARIS, OSLO),
                said(Role.TOOL, new Part.ToolResult("toolu_1", List.of(new Part.Text("x"), PICTURE), false))));

        assertTrue(
                sent.contains(
                        "\"args\":{\"city\": \"Paris\"}},\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                                + "{\"functionCall\":{\"id\":\"toolu_2\",\"name\":\"weather\",\"args\":{}}}]"),
                sent);
        assertTrue(
                sent.contains("\"response\":{\"output\":\"x\"},\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\","
                        + "\"data\":\"AA==\"}}]}}]"),
                sent);
    }

    @Test
    void aSignatureOfGeminisGoesWithThePartBehindItAndAForeignOneNowhere() {
        String sent = sent(Question.of(
                "gemini-3-flash",
                Message.of(Role.USER, "a"),
                said(Role.ASSISTANT, thought("why", WireName.GEMINI_CONTENT, "c2ln"), PARIS, OSLO),
                Message.of(Role.USER, "b"),
                said(Role.ASSISTANT, new Part.Text("x"), thought("", WireName.GEMINI_CONTENT, "bGFzdA==")),
                Message.of(Role.USER, "c"),
                said(Role.ASSISTANT, thought("no", WireName.ANTHROPIC_MESSAGES, "s"), new Part.Text("y"))));

        assertTrue(
                sent.contains("[{\"text\":\"why\",\"thought\":true},{\"functionCall\":{\"id\":\"toolu_1\","
                        + "\"name\":\"weather\",\"args\":{\"city\": \"Paris\"}},\"thoughtSignature\":\"c2ln\"},"),
                sent);
        assertTrue(sent.contains("[{\"text\":\"x\"},{\"text\":\"\",\"thoughtSignature\":\"bGFzdA==\"}]"), sent);
        assertTrue(sent.endsWith("{\"role\":\"model\",\"parts\":[{\"text\":\"y\"}]}]}"), sent);
        assertEquals(List.of("messages[5].reasoning"), losses());
    }

    @Test
    void whatHasNoPlaceIsDeclaredIfItIsAHintAndRefusedIfNot() {
        Part hint = new Part.Other(WireName.ANTHROPIC_MESSAGES, "search", RawJson.of("{}"), true);
        Part more = new Part.Other(WireName.ANTHROPIC_MESSAGES, "container", RawJson.of("{}"));
        Part detailed = new Part.Image(new Source.Inline("image/png", "AA=="), Optional.of("high"));
        sent(Question.of(
                        "m", said(Role.USER, new Part.Text("a"), hint, detailed, new Part.CachePoint(Optional.empty())))
                .withExtras(Map.of("logit_bias", RawJson.of("{}")), Set.of()));

        assertEquals(
                List.of("logit_bias", "messages[0].search", "messages[0].image.detail", "messages[0].cache_control"),
                losses());
        assertRefused("messages[0].container", Question.of("m", said(Role.USER, more)));
        assertRefused(
                "prev",
                Question.of("m", Message.of(Role.USER, "a")).withExtras(Map.of("prev", RawJson.NULL), Set.of("prev")));
        assertRefused(
                "messages[0].tool_call_id",
                Question.of("m", said(Role.TOOL, new Part.ToolResult("lost", List.of(), false))));
        assertRefused("messages[0].document", Question.of("m", document(new Source.Uploaded("file-abc"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gs://bucket/a.pdf",
                "https://generativelanguage.googleapis.com/v1beta/files/x7",
                "https://www.youtube.com/watch?v=1",
                "https://youtu.be/1"
            })
    void anAddressThatGoogleOpensIsSent(String uri) {
        String sent = sent(Question.of("m", document(new Source.Link(URI.create(uri)))));

        assertTrue(sent.contains("{\"fileData\":{\"fileUri\":\"" + uri + "\"}}"), sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/a.pdf", "http://youtube.com.evil.example/a", "https://127.0.0.1/x"})
    void anyOtherAddressIsRefusedAndNotFollowed(String uri) {
        CallException refused =
                assertRefused("messages[0].document", Question.of("m", document(new Source.Link(URI.create(uri)))));

        assertTrue(refused.getMessage().contains("send the bytes"), refused.getMessage());
    }

    @Test
    void instructionsAloneAreAskedAsAQuestion() {
        assertEquals(
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Say hi.\"}]}]}",
                sent(Question.of("m", Message.of(Role.SYSTEM, "Say hi."))));
        assertEquals(List.of("messages[0].role"), losses());
    }

    @Test
    void argumentsThatAreNoObjectAreWrappedAndDeclared() {
        Part broken = new Part.ToolCall("t", "f", RawJson.text("{\"a\":"));
        String sent = sent(Question.of("m", Message.of(Role.USER, "a"), said(Role.ASSISTANT, broken)));

        assertTrue(sent.contains("\"args\":{\"invalid_arguments\":\"{\\\"a\\\":\"}"), sent);
        assertEquals(List.of("messages[1].tool_calls"), losses());
    }

    @Test
    void aStrictCallIsRefusedRatherThanLosingAHint() {
        Question question = Question.of("m", Message.of(Role.USER, "a"))
                .withExtras(Map.of("logit_bias", RawJson.of("{}")), Set.of());

        CallException refused = assertThrows(CallException.class, () -> format.writeRequest(question, call.strictly()));

        assertEquals(Failure.CANNOT_CARRY, refused.failure());
    }

    private CallException assertRefused(String member, ChatRequest question) {
        CallException refused = assertThrows(CallException.class, () -> format.writeRequest(question, call));
        assertEquals(Failure.CANNOT_CARRY, refused.failure());
        assertEquals(Optional.of(member), refused.details().member());
        return refused;
    }

    private static Message document(Source source) {
        return said(Role.USER, new Part.Document(source, Optional.empty()));
    }

    private static Part thought(String words, WireName format, String signature) {
        return new Part.Reasoning(words, Optional.of(new Part.Signature(format, signature)));
    }

    private List<String> losses() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }

    private String sent(ChatRequest request) {
        return format.writeRequest(request, call).json().toString();
    }
}
