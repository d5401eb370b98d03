// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of an upstream's stream. */
class StreamTest {
    private static final String START =
            "data: {\"type\":\"message_start\",\"message\":{\"id\":\"i\",\"model\":\"m\"}}\n\n";
    private static final String TOOL = "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
            + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}\n\n";
    private static final String HALF = "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"a\\\":\"}}\n\n";
    private static final String BLOCK_END = "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n";
    private static final String STOP = "data: {\"type\":\"message_stop\"}\n\n";

    static List<String> streams() {
        return Samples.streams();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void whereverAStreamIsCutIntoPiecesItSaysTheSame(String stream) throws Exception {
        byte[] body = stream.getBytes(StandardCharsets.UTF_8);
        List<ChatEvent> whole = Bench.events(stream);

        for (int at = 1; at < body.length; at++) {
            assertEquals(whole, Bench.events(Bench.split(body, at)), "cut at byte " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void lineEndsAndAByteOrderMarkChangeNothing(String stream) throws Exception {
        String plain = stream.replace("\r\n", "\n");
        List<ChatEvent> whole = Bench.events(plain);

        assertEquals(whole, Bench.events(plain.replace("\n", "\r")));
        assertEquals(whole, Bench.events(plain.replace("\n", "\r\n")));
        assertEquals(whole, Bench.events("\uFEFF" + plain));
        assertEquals(whole, Bench.events(": comment\n\n" + plain));
    }

    @Test
    void tellsThoughtsWordsCallsAndUsage() throws Exception {
        List<ChatEvent> events = Bench.events(Samples.THOUGHTS_AND_TOOLS);

        assertEquals(
                List.of("{}"),
                events.stream()
                        .filter(event -> event instanceof ChatEvent.ToolCallDelta delta
                                && delta.call() == 1
                                && delta.id().isEmpty())
                        .map(event -> ((ChatEvent.ToolCallDelta) event).argumentsFragment())
                        .toList());
        assertTrue(events.contains(new ChatEvent.Counted(new Usage(600, 28, 100, 89, 31))), events::toString);
        assertTrue(events.contains(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS)));
    }

    @Test
    void tellsSourcesSearchesHiddenThoughtsAndTheStopThatWasMet() throws Exception {
        List<ChatEvent> events = Bench.events(Samples.SEARCHED);
        List<Part> given = events.stream()
                .filter(ChatEvent.Given.class::isInstance)
                .map(event -> ((ChatEvent.Given) event).part())
                .toList();

        assertEquals(3, given.size());
        Part.Other search = (Part.Other) given.getFirst();
        assertTrue(
                search.json().toString().contains("\"input\":{\"query\":\"nyc\"}"),
                () -> search.json().toString());
        assertEquals(
                "https://nyc.example/", ((Part.Citation) given.get(2)).url().orElse(""));
        assertTrue(events.contains(new ChatEvent.Finished(0, new FinishReason.StopSequence("\n\nHuman"))));
        assertTrue(events.stream()
                .anyMatch(event ->
                        event instanceof ChatEvent.Other other && other.type().equals("a_new_event")));
        assertTrue(events.stream()
                .anyMatch(event -> event instanceof ChatEvent.ReasoningDelta delta
                        && delta.signature()
                                .filter(made -> made.value().equals("redacted:EmwKAhgBEgy3va3p"))
                                .isPresent()));
    }

    @Test
    void anImitatorsBareStreamIsUnderstood() throws Exception {
        List<ChatEvent> events = Bench.events(Samples.BARE);

        assertTrue(events.contains(new ChatEvent.TextDelta(0, "Hi")));
        assertTrue(events.stream()
                .anyMatch(event -> event instanceof ChatEvent.ToolCallDelta delta
                        && delta.argumentsFragment().equals("{\"x\":1}")));
        assertTrue(events.contains(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS)));
    }

    @Test
    void halfAnArgumentIsNeverTakenForAll() throws Exception {
        String done = delta("tool_use") + STOP;

        CallException half =
                assertThrows(CallException.class, () -> Bench.events(START + TOOL + HALF + BLOCK_END + done));
        assertEquals(Failure.MALFORMED_REPLY, half.failure());
        assertTrue(Bench.events(START + TOOL + HALF + BLOCK_END + delta("max_tokens") + STOP)
                .contains(new ChatEvent.Finished(0, FinishReason.Known.LENGTH)));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, OVERLOADED",
        "api_error, PROVIDER_FAILED",
        "rate_limit_error, RATE_LIMITED",
        "authentication_error, KEY_REFUSED"
    })
    void anErrorInTheStreamIsAFailure(String type, Failure expected) {
        String error =
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"X\"}}\n\n";

        CallException told = assertThrows(CallException.class, () -> Bench.events(START + error));
        assertEquals(expected, told.failure());
    }

    @Test
    void whatIsNoStreamOfThisProtocolIsRefused() {
        for (String wrong : List.of(
                "",
                STOP,
                START,
                START + START,
                START + BLOCK_END + STOP,
                START + HALF,
                START + "data: {\"type\":\n\n",
                START + "data: [1]\n\n",
                START + TOOL + "data: {\"type\":\"content_block_delta\",\"index\":0}\n\n" + STOP,
                START + "data: {\"type\":\"content_block_start\",\"index\":0}\n\n" + STOP)) {
            CallException refused = assertThrows(CallException.class, () -> Bench.events(wrong), wrong);
            assertEquals(Failure.MALFORMED_REPLY, refused.failure(), wrong);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "refusal, CONTENT_FILTER",
        "tool_use, TOOL_CALLS"
    })
    void knowsWhyAnAnswerEnded(String word, FinishReason.Known reason) throws Exception {
        assertTrue(Bench.events(START + delta(word) + STOP).contains(new ChatEvent.Finished(0, reason)));
    }

    @Test
    void aPauseIsNoEnd() throws Exception {
        assertTrue(Bench.events(START + delta("pause_turn") + STOP)
                .contains(new ChatEvent.Finished(0, new FinishReason.Other("pause_turn"))));
    }

    private static String delta(String reason) {
        return "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\"},\"usage\":{\"output_tokens\":1}}\n\n";
    }
}
