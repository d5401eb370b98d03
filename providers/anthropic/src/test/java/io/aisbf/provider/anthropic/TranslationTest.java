// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static io.aisbf.provider.anthropic.Asked.call;
import static io.aisbf.provider.anthropic.Asked.result;
import static io.aisbf.provider.anthropic.Asked.said;
import static io.aisbf.provider.anthropic.Asked.user;
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
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.upstream.Manner;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What becomes of conversations that other protocols brought. */
class TranslationTest {
    private static final String MODEL = "claude-sonnet-4-5";
    private static final WireName OWN = WireName.ANTHROPIC_MESSAGES;
    private final Call call = Bench.call();

    @Test
    void instructionsStandApartAndInOrder() {
        String sent = messages(Message.of(Role.SYSTEM, "one"), user("hi"), Message.of(Role.SYSTEM, "two"), user("go"));

        assertTrue(
                sent.contains("\"system\":[{\"type\":\"text\",\"text\":\"one\"},{\"type\":\"text\",\"text\":\"two\"}]"),
                sent);
        assertTrue(
                sent.contains("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"},"
                        + "{\"type\":\"text\",\"text\":\"go\"}]}]"),
                sent);
        assertEquals(List.of("messages[2]"), lost());
    }

    @Test
    void anEndpointThatKnowsInstructionsAmongMessagesGetsThemThereButNotBeforeResults() {
        ChatRequest request = Asked.of(
                        MODEL,
                        user("hi"),
                        said(Role.ASSISTANT, call("a", "f")),
                        Message.of(Role.SYSTEM, "later"),
                        said(Role.TOOL, result("a", new Part.Text("r"))))
                .withTools("f");
        Manner manner = new Manner(true, OptionalInt.empty(), Optional.empty());

        String sent = Bench.format(manner).writeRequest(request, call).json().toString();

        assertTrue(
                sent.contains(
                        "\"tool_use_id\":\"a\",\"content\":\"r\"}]},{\"role\":\"system\",\"content\":\"later\"}]"),
                sent);
        assertEquals(List.of(), lost());
    }

    @Test
    void resultsOfParallelCallsStandFirstInOneTurn() {
        String sent = messages(
                user("hi"),
                said(Role.ASSISTANT, new Part.Text("look"), call("a", "f")),
                said(Role.ASSISTANT, call("b", "f")),
                said(Role.TOOL, result("a", new Part.Text("1"))),
                user("and"),
                said(Role.TOOL, new Part.ToolResult("b", List.of(new Part.Text("2")), true)));

        assertTrue(
                sent.contains("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"look\"},"
                    + "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}},"
                    + "{\"type\":\"tool_use\",\"id\":\"b\",\"name\":\"f\",\"input\":{}}]},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"1\"},"
                    + "{\"type\":\"tool_result\",\"tool_use_id\":\"b\",\"content\":\"2\",\"is_error\":true},"
                    + "{\"type\":\"text\",\"text\":\"and\"}]}"),
                sent);
    }

    @Test
    void idsAndNamesAreFittedOnBothSides() {
        ChatRequest request = Asked.of(
                        MODEL,
                        user("hi"),
                        said(Role.ASSISTANT, call("functions.x:0", "mcp.x/y")),
                        said(Role.TOOL, result("functions.x:0")))
                .withTools("mcp.x/y");
        String sent = Bench.written(request, call);

        assertEquals(
                List.of(),
                List.of(sent.split("functions.x:0|mcp.x/y", -1))
                        .subList(1, sent.split("functions.x:0|mcp.x/y", -1).length));
        String id = sent.replaceFirst("(?s).*\"id\":\"([^\"]+)\".*", "$1");
        assertTrue(id.matches("[a-zA-Z0-9_-]+"), id);
        assertTrue(sent.contains("\"tool_use_id\":\"" + id + "\""), sent);
        String name = sent.replaceFirst("(?s).*\"tools\":\\[\\{\"name\":\"([^\"]+)\".*", "$1");
        assertTrue(sent.contains("\"name\":\"" + name + "\",\"input\""), sent);
    }

    @Test
    void callsAndResultsThatDoNotBelongTogetherAreRefused() {
        refused("messages[2]", user("hi"), Message.of(Role.ASSISTANT, "x"), said(Role.TOOL, result("a")));
        refused("messages[2]", user("hi"), said(Role.ASSISTANT, call("a", "f")), user("no"));
        refused("messages[1]", user("hi"), said(Role.ASSISTANT, call("a", "f")));
        refused("messages", Message.of(Role.SYSTEM, "alone"));
        refused("messages");
    }

    @Test
    void nothingEmptyIsSent() {
        String sent = messages(
                user(""),
                user("hi"),
                said(Role.ASSISTANT, new Part.Text("")),
                user(" \n"),
                Message.of(Role.SYSTEM, ""));

        assertTrue(sent.contains("\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"), sent);
        assertTrue(!sent.contains("\"system\""), sent);
        assertEquals(List.of("messages[3].text", "messages[4]"), lost());
    }

    @Test
    void aLastAnswerThatIsToGoOnHasNoSpaceAtItsEnd() {
        String sent = messages(user("hi"), Message.of(Role.ASSISTANT, "Once upon \\n\n "));

        assertTrue(sent.contains("\"content\":\"Once upon \\\\n\"}"), sent);
        assertEquals(List.of("messages[1].text"), lost());
    }

    @Test
    void picturesAndDocumentsAreCarried() {
        String sent = messages(said(
                Role.USER,
                new Part.Image(new Source.Link(URI.create("https://h/i.png")), Optional.of("high")),
                new Part.Image(new Source.Inline("image/jpg", "QUJD"), Optional.of("auto")),
                new Part.Document(new Source.Inline("application/pdf", "JVBE"), Optional.of("T")),
                new Part.Document(new Source.Inline("text/plain; charset=utf-8", "aMOp"), Optional.empty()),
                new Part.Document(new Source.Inline("text/markdown", "YQ=="), Optional.empty())));

        assertTrue(
                sent.contains("{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://h/i.png\"}}"), sent);
        assertTrue(sent.contains("{\"type\":\"base64\",\"media_type\":\"image/jpeg\",\"data\":\"QUJD\"}"), sent);
        assertTrue(
                sent.contains(
                        "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\","
                                + "\"data\":\"JVBE\"},\"title\":\"T\"}"),
                sent);
        assertTrue(sent.contains("{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"hé\"}"), sent);
        assertEquals(List.of("messages[0].image.detail", "messages[0].document.media_type"), lost());
    }

    @Test
    void whatAnthropicDoesNotTakeIsRefusedByName() {
        Source.Inline wav = new Source.Inline("audio/wav", "QUJD");
        refused("messages[0].audio", said(Role.USER, new Part.Audio(wav)));
        refused(
                "messages[0].image",
                said(Role.USER, new Part.Image(new Source.Inline("image/bmp", "QQ"), Optional.empty())));
        refused("messages[0].image", said(Role.USER, new Part.Image(new Source.Uploaded("file-1"), Optional.empty())));
        refused("messages[0].document", said(Role.USER, new Part.Document(wav, Optional.empty())));
        refused("messages[1].image", user("x"), said(Role.ASSISTANT, new Part.Image(wav, Optional.empty())));
        refused(
                "messages[0].input_novel",
                said(Role.USER, new Part.Other(WireName.OPENAI_CHAT, "input_novel", RawJson.of("{}"))));
    }

    @Test
    void aToolsPictureStaysInItsResult() {
        String sent = messages(
                user("hi"),
                said(Role.ASSISTANT, call("a", "f")),
                said(
                        Role.TOOL,
                        result(
                                "a",
                                new Part.Text("see"),
                                new Part.Image(new Source.Inline("image/png", "QQ"), Optional.empty()))));

        assertTrue(sent.contains("\"content\":[{\"type\":\"text\",\"text\":\"see\"},{\"type\":\"image\""), sent);
    }

    @Test
    void onlyOwnThoughtsGoBack() {
        Part own = new Part.Reasoning("mine", Optional.of(new Part.Signature(OWN, "EqQB")));
        Part hidden = new Part.Reasoning("", Optional.of(new Part.Signature(OWN, "redacted:Emw")));
        Part foreign = new Part.Reasoning("theirs", Optional.of(new Part.Signature(WireName.GEMINI_CONTENT, "x")));
        Part unsigned = new Part.Reasoning("nobody's", Optional.empty());
        String sent = messages(
                user("hi"), said(Role.ASSISTANT, own, hidden, foreign, unsigned, new Part.Text("so")), user("go"));

        assertTrue(
                sent.contains("[{\"type\":\"thinking\",\"thinking\":\"mine\",\"signature\":\"EqQB\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"Emw\"},{\"type\":\"text\",\"text\":\"so\"}]"),
                sent);
        assertEquals(List.of("messages[1].reasoning"), lost());
    }

    @Test
    void argumentsThatAModelSpelledWronglyAreWrapped() {
        String sent = messages(
                user("hi"),
                said(Role.ASSISTANT, new Part.ToolCall("a", "f", RawJson.text("{\"x\":"))),
                said(Role.TOOL, result("a")));

        assertTrue(sent.contains("\"input\":{\"arguments\":\"{\\\"x\\\":\"}"), sent);
        assertEquals(List.of("messages[1].arguments"), lost());
    }

    @Test
    void noMoreThanFourCacheMarksAreSent() {
        Part mark = new Part.CachePoint(Optional.of("1h"));
        String sent = messages(said(
                Role.USER,
                mark,
                new Part.Text("1"),
                mark,
                new Part.Text("2"),
                mark,
                new Part.Text("3"),
                mark,
                new Part.Text("4"),
                mark,
                new Part.Text("5"),
                mark));

        assertEquals(5, sent.split("\"cache_control\":\\{\"type\":\"ephemeral\",\"ttl\":\"1h\"\\}", -1).length);
        assertEquals(List.of("messages[0].cache_control"), lost());
    }

    @Test
    void hintsAreDroppedAndPartsOfThisProtocolKept() {
        Part hint = new Part.Other(WireName.OPENAI_CHAT, "reasoning_details", RawJson.of("[]"), true);
        Part kept = new Part.Other(
                OWN, "container_upload", RawJson.of("{\"type\":\"container_upload\",\"file_id\":\"f\"}"));
        String sent = messages(said(Role.USER, hint, kept, new Part.Refusal("no")));

        assertTrue(
                sent.contains(
                        "[{\"type\":\"container_upload\",\"file_id\":\"f\"},{\"type\":\"text\",\"text\":\"no\"}]"),
                sent);
        assertEquals(List.of("messages[0].reasoning_details"), lost());
    }

    private String messages(Message... messages) {
        return Bench.written(Asked.of(MODEL, messages).withTools("f"), call);
    }

    private void refused(String member, Message... messages) {
        CallException refusal = assertThrows(CallException.class, () -> messages(messages), member);
        assertEquals(Failure.CANNOT_CARRY, refusal.failure());
        assertEquals(Optional.of(member), refusal.details().member());
    }

    private List<String> lost() {
        return call.losses().stream().map(Call.Loss::member).toList();
    }
}
