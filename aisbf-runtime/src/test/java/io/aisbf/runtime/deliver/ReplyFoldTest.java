// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyFoldTest {
    private static final Part.Citation SOURCE = new Part.Citation(
            Optional.of("https://a.example"),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty());

    private static ChatResponse response() {
        List<Part> first = List.of(
                new Part.Reasoning("hm", Optional.of(new Part.Signature(new WireName("x"), "proof"))),
                new Part.Text("text"),
                new Part.ToolCall("id1", "look", RawJson.of("{\"a\":1e+2}")),
                new Part.ToolCall("id2", "look", RawJson.of("{}")));
        List<Part> second = List.of(new Part.Refusal("no"));
        return ChatResponse.of(
                "id",
                "model",
                List.of(
                        choice(0, first, FinishReason.Known.TOOL_CALLS),
                        choice(1, second, new FinishReason.Other("tired"))),
                new Usage(10, 4, 1, 20, 5));
    }

    private static ChatResponse.Choice choice(int index, List<Part> parts, FinishReason finish) {
        return new ChatResponse.Choice(index, new Message(Message.Role.ASSISTANT, parts, Optional.empty()), finish);
    }

    @Test
    void givesBackWhatWasUnfolded() {
        ReplyFold fold = new ReplyFold();
        ReplyUnfold.frames(response()).forEach(frame -> frame.events().forEach(fold::add));
        assertEquals(response(), fold.whole());
    }

    @Test
    void joinsTheFragmentsOfToolCallsThatArriveInTurns() {
        ReplyFold fold = new ReplyFold();
        fold.add(new ChatEvent.Started("id", "model"));
        fold.add(call(0, Optional.of("id1"), Optional.of("look"), ""));
        fold.add(call(1, Optional.of("id2"), Optional.of("find"), "{\"b\""));
        fold.add(call(0, Optional.empty(), Optional.empty(), "{\"a\":1}"));
        fold.add(call(1, Optional.empty(), Optional.empty(), ":2}"));
        fold.add(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS));
        assertEquals(
                List.of(
                        new Part.ToolCall("id1", "look", RawJson.of("{\"a\":1}")),
                        new Part.ToolCall("id2", "find", RawJson.of("{\"b\":2}"))),
                fold.whole().choices().getFirst().message().parts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":", "{\"a\":1}}", "[]", "1", "{\"a\":1} x", "{'a':1}"})
    void neverPresentsHalfAnArgumentAsWhole(String fragment) {
        ReplyFold fold = new ReplyFold();
        fold.add(call(0, Optional.of("id1"), Optional.of("look"), fragment));
        fold.add(new ChatEvent.Finished(0, FinishReason.Known.TOOL_CALLS));
        CallException e = assertThrows(CallException.class, fold::whole);
        assertEquals(Failure.MALFORMED_REPLY, e.failure());
        assertTrue(e.getMessage().contains("'look'"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void takesNoArgumentsForAnEmptyObject(String fragment) {
        ReplyFold fold = new ReplyFold();
        fold.add(call(0, Optional.of("id1"), Optional.of("look"), fragment));
        assertEquals(
                List.of(new Part.ToolCall("id1", "look", RawJson.of("{}"))),
                fold.whole().choices().getFirst().message().parts());
    }

    private static ChatEvent.ReasoningDelta thought(String text, String proof) {
        return new ChatEvent.ReasoningDelta(0, text, signature(proof));
    }

    private static Optional<Part.Signature> signature(String proof) {
        return proof.isEmpty() ? Optional.empty() : Optional.of(new Part.Signature(new WireName("x"), proof));
    }

    @Test
    void keepsThoughtsApartAndEverythingInItsOrder() {
        // long method: an answer with one of everything
        ReplyFold fold = new ReplyFold();
        fold.add(thought("first ", ""));
        fold.add(thought("thought", ""));
        fold.add(thought("", "p1"));
        fold.add(thought("second", "p2"));
        fold.add(thought("", "redacted"));
        fold.add(new ChatEvent.TextDelta(0, "te"));
        fold.add(new ChatEvent.Weighed(0, List.of(new ChatResponse.Probability("te", -0.5, List.of()))));
        fold.add(new ChatEvent.TextDelta(0, "xt"));
        fold.add(new ChatEvent.Given(0, SOURCE));
        fold.add(thought("", "of the call"));
        fold.add(call(0, Optional.of("id1"), Optional.of("look"), "{}"));
        fold.add(new ChatEvent.TextDelta(0, ""));
        ChatResponse.Choice choice = fold.whole().choices().getFirst();
        assertEquals(
                List.of(
                        new Part.Reasoning("first thought", signature("p1")),
                        new Part.Reasoning("second", signature("p2")),
                        new Part.Reasoning("", signature("redacted")),
                        new Part.Text("text"),
                        SOURCE,
                        new Part.Reasoning("", signature("of the call")),
                        new Part.ToolCall("id1", "look", RawJson.of("{}"))),
                choice.message().parts());
        assertEquals(1, choice.probabilities().size());
        ReplyFold again = new ReplyFold();
        ChatResponse whole = fold.whole();
        ReplyUnfold.frames(whole).forEach(frame -> frame.events().forEach(again::add));
        assertEquals(whole, again.whole());
    }

    private static ChatEvent call(int index, Optional<String> id, Optional<String> tool, String fragment) {
        return new ChatEvent.ToolCallDelta(0, index, id, tool, fragment);
    }
}
