// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.FinishReason.Known;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Tool;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Gemini answers, whole and in a stream. */
class AnswerTest {
    private static final String EVENTS = "text/event-stream";
    private static final String JSON = "application/json; charset=UTF-8";

    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());
    private final Call call = Call.start("c1", Duration.ofMinutes(1));
    private final ChatRequest question = Question.of("m", Message.of(Message.Role.USER, "a"));

    @Test
    void callsAreCountedThroughTheWholeStreamAndToldApart() throws Exception {
        List<ChatEvent> events = events(EVENTS, Samples.TOOLS);

        List<ChatEvent.ToolCallDelta> calls = kind(events, ChatEvent.ToolCallDelta.class);
        assertEquals(
                List.of(0, 1), calls.stream().map(ChatEvent.ToolCallDelta::call).toList());
        assertEquals(
                2, calls.stream().map(ChatEvent.ToolCallDelta::id).distinct().count());
        assertTrue(calls.getFirst().id().orElseThrow().matches("[a-zA-Z0-9_-]{1,40}"), calls::toString);
        assertEquals("{\"city\": \"Paris\",\"n\":1e2}", calls.getFirst().argumentsFragment());
        assertEquals(new ChatEvent.Started("xA0jacmMG6qD1MkP", "gemini-2.5-flash"), events.getFirst());
        assertEquals(
                new ChatEvent.Finished(0, Known.TOOL_CALLS),
                kind(events, ChatEvent.Finished.class).getFirst());
        assertEquals(
                new Usage(61, 12, 0, 84, 50),
                kind(events, ChatEvent.Counted.class).getLast().usage());
    }

    @Test
    void aStreamSaysTheSameHoweverItArrives() throws Exception {
        for (String mark : List.of("", "\uFEFF")) {
            String lines =
                    mark + Samples.TOOLS.replace("\r\n", "\n").replace("data: {\"c", ": ping\n\nid: 7\ndata:{\"c");
            for (String stream : List.of(Samples.TOOLS, lines, mark + Samples.TOOLS.replace("\r\n", "\r"))) {
                assertSplits(EVENTS, stream);
            }
            assertSplits(JSON, mark.isEmpty() ? Samples.TOOLS_ARRAY : "\n " + Samples.TOOLS_ARRAY);
        }
    }

    private void assertSplits(String type, String stream) throws Exception {
        List<ChatEvent> expected = events(EVENTS, Samples.TOOLS);
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int seam = -1; seam <= bytes.length; seam++) {
            assertEquals(expected, read(new Pieces(type, bytes, seam)), "split at " + seam);
        }
    }

    @Test
    void aSignatureComesBeforeTheCallItBelongsTo() throws Exception {
        List<ChatEvent> events = events(EVENTS, Samples.THINKING);

        Part.Signature signature = new Part.Signature(WireName.GEMINI_CONTENT, "EpwCCpkCAdHtim8=");
        assertEquals(
                List.of(
                        new ChatEvent.Started("r3", "gemini-3-pro-preview"),
                        new ChatEvent.ReasoningDelta(0, "**Weather**\n\nTwo ", Optional.empty()),
                        new ChatEvent.ReasoningDelta(0, "cities.", Optional.empty()),
                        new ChatEvent.ReasoningDelta(0, "", Optional.of(signature)),
                        new ChatEvent.ToolCallDelta(0, 0, Optional.of("fc-1"), Optional.of("now"), "{}"),
                        new ChatEvent.ToolCallDelta(0, 1, Optional.of("fc-2"), Optional.of("now"), "{}"),
                        new ChatEvent.Finished(0, Known.TOOL_CALLS),
                        new ChatEvent.Counted(new Usage(9, 0, 0, 11, 8))),
                events);
    }

    @Test
    void namesThatWereFittedComeBackAsTheClientKnowsThem() throws Exception {
        Tool tool = new Tool("mcp.x", Optional.empty(), RawJson.of("{}"));
        Question asked = Question.of("m", Message.of(Message.Role.USER, "a")).withTools(Optional.empty(), tool);
        String sent = format.writeRequest(asked, call).json().toString();
        String name = sent.replaceAll(".*\"functionDeclarations\":\\[\\{\"name\":\"([^\"]*)\".*", "$1");
        String body = "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"" + name
                + "\"}}]},\"finishReason\":\"STOP\"}]}";

        ChatReply.Whole reply =
                assertInstanceOf(ChatReply.Whole.class, format.readReply(Pieces.whole(JSON, body), asked, call));

        Part.ToolCall found = assertInstanceOf(
                Part.ToolCall.class,
                reply.response().choices().getFirst().message().parts().getFirst());
        assertEquals("mcp.x", found.tool());
        assertEquals("{}", found.arguments().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, STOP",
        "MAX_TOKENS, LENGTH",
        "SAFETY, CONTENT_FILTER",
        "RECITATION, CONTENT_FILTER",
        "PROHIBITED_CONTENT, CONTENT_FILTER",
        "SPII, CONTENT_FILTER",
        "LANGUAGE, CONTENT_FILTER",
        "NO_IMAGE, Other[wireName=NO_IMAGE]"
    })
    void reasonsOfTheEndAreUnderstood(String reason, String meaning) throws Exception {
        String body =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]},\"finishReason\":\"" + reason + "\"}]}";

        assertEquals(meaning, whole(body).choices().getFirst().finish().toString());
        assertEquals(
                meaning,
                kind(events(EVENTS, Samples.sse(body)), ChatEvent.Finished.class)
                        .getFirst()
                        .reason()
                        .toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE"})
    void aSpoiledAnswerIsAFailure(String reason) {
        String body = "{\"candidates\":[{\"finishReason\":\"" + reason + "\",\"index\":0}]}";

        assertFails(Failure.MALFORMED_REPLY, () -> whole(body).choices());
        assertFails(Failure.MALFORMED_REPLY, () -> events(EVENTS, Samples.sse(body)));
    }

    @Test
    void aBlockedQuestionIsAnAnswerThatWasFiltered() throws Exception {
        String body = "{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"},\"usageMetadata\":"
                + "{\"promptTokenCount\":4},\"modelVersion\":\"g\"}";

        assertEquals(Known.CONTENT_FILTER, whole(body).choices().getFirst().finish());
        assertEquals(4, whole(body).usage().input());
        assertEquals(
                List.of(
                        new ChatEvent.Started("c1", "g"),
                        new ChatEvent.Finished(0, Known.CONTENT_FILTER),
                        new ChatEvent.Counted(Usage.of(4, 0))),
                events(EVENTS, Samples.sse(body)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}\r\n\r\n",
                "data: {\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0},{\"index\":1}]}\r\n\r\n",
                "data: {\"candidates\":[{\"finishReason\":\"STOP\"\r\n\r\n",
                "data: [DONE]\r\n\r\n",
                "data: {\"usageMetadata\":{\"promptTokenCount\":1}}\r\n\r\n"
            })
    void whatIsNoCompleteStreamIsAFailure(String stream) {
        assertFails(Failure.MALFORMED_REPLY, () -> events(EVENTS, stream));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[{\"candidates\":[{\"finishReason\":\"STOP\"}]}", "[]", "[1]", "[{}]x", "[{]"})
    void whatIsNoCompleteArrayIsAFailure(String stream) {
        assertFails(Failure.MALFORMED_REPLY, () -> events(JSON, stream));
    }

    @Test
    void aFailureWithinAStreamIsToldAsOne() {
        String first = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}";
        String error = "{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\",\"status\":\"UNAVAILABLE\"}}";

        assertFails(Failure.OVERLOADED, () -> events(EVENTS, Samples.sse(first, error)));
        assertFails(Failure.OVERLOADED, () -> events(JSON, "[" + first + ",\r\n" + error + "]"));
    }

    @Test
    void severalAnswersAreToldApart() throws Exception {
        String one = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"index\":0},"
                + "{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"index\":1,\"finishReason\":\"STOP\"}]}";
        String two = "{\"candidates\":[{\"finishReason\":\"MAX_TOKENS\",\"index\":0}]}";

        List<ChatEvent> events = events(EVENTS, Samples.sse(one, two));

        assertEquals(new ChatEvent.TextDelta(1, "b"), events.get(2));
        assertEquals(
                List.of(new ChatEvent.Finished(1, Known.STOP), new ChatEvent.Finished(0, Known.LENGTH)),
                kind(events, ChatEvent.Finished.class));
    }

    @Test
    void sourcesPicturesAndProbabilitiesAreTold() throws Exception {
        ChatResponse response = whole("""
            {"candidates":[{"content":{"parts":[{"text":"\u00e9t\u00e9 "},{"text":"soleil"},{"inlineData":{"mimeType":"image/png","data":"AA=="}},
            {"executableCode":{"language":"PYTHON","code":"1"}}]},"finishReason":"STOP",
            "groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://a/","title":"A"}}],"groundingSupports":[{"segment":{"startIndex":6,"endIndex":12,"text":"soleil"},"groundingChunkIndices":[0]}]},
            "citationMetadata":{"citationSources":[{"endIndex":5,"uri":"https://b/"}]},
            "urlContextMetadata":{"urlMetadata":[{"retrievedUrl":"https://c/"}]},
            "logprobsResult":{"chosenCandidates":[{"token":"\u00e9","logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"e","logProbability":-1.5}]}]}}]}\
            """);

        ChatResponse.Choice choice = response.choices().getFirst();
        List<Part> parts = choice.message().parts();
        assertEquals(new Part.Text("\u00e9t\u00e9 soleil"), parts.getFirst());
        List<Part.Citation> sources = kind(parts, Part.Citation.class);
        assertEquals(
                List.of("https://a/", "https://b/", "https://c/"),
                sources.stream().map(source -> source.url().orElseThrow()).toList());
        assertEquals(OptionalInt.of(4), sources.get(0).from());
        assertEquals(OptionalInt.of(10), sources.get(0).to());
        assertEquals(OptionalInt.of(0), sources.get(1).from());
        assertEquals(OptionalInt.of(3), sources.get(1).to());
        assertEquals(1, kind(parts, Part.Image.class).size());
        assertEquals(
                List.of(new ChatResponse.Probability(
                        "\u00e9", -0.5, List.of(new ChatResponse.Probability("e", -1.5, List.of())))),
                choice.probabilities());
    }

    @Test
    void anAnswerWithoutNamesGetsThoseOfItsQuestion() throws Exception {
        ChatResponse response = whole("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}");

        assertEquals("c1", response.id());
        assertEquals("m", response.model());
        assertEquals(FinishReason.Known.STOP, response.choices().getFirst().finish());
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static void assertFails(Failure expected, Work work) {
        assertEquals(expected, assertThrows(CallException.class, work::run).failure());
    }

    private ChatResponse whole(String body) throws Exception {
        ChatReply reply = format.readReply(Pieces.whole(JSON, body), question, call);
        return assertInstanceOf(ChatReply.Whole.class, reply).response();
    }

    private List<ChatEvent> events(String type, String stream) throws Exception {
        return read(Pieces.whole(type, stream));
    }

    private List<ChatEvent> read(Pieces pieces) throws Exception {
        ChatReply reply = format.readReply(pieces, question.withStreaming(true), call);
        ChatReply.Stream stream = assertInstanceOf(ChatReply.Stream.class, reply);
        List<ChatEvent> events = new ArrayList<>();
        for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
            events.addAll(frame.get().events());
        }
        return events;
    }

    private static <E> List<E> kind(List<?> all, Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
