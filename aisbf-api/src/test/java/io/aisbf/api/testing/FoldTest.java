// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.ChatResponse.Probability;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Part;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fold that the contracts compare with keeps every part, in order, and refuses a stream that is not well-formed. */
class FoldTest {
    private static final Part.Signature PROOF = new Part.Signature(WireName.GEMINI_CONTENT, "one");
    private static final Part.Signature OTHER = new Part.Signature(WireName.GEMINI_CONTENT, "two");

    @Test
    void keepsThoughtsProofsSourcesAndCallsInTheirOrder() {
        assertEquals(
                List.of(
                        new Part.Reasoning("I should \"look\".", Optional.of(PROOF)),
                        new Part.Text("It rains."),
                        Samples.SOURCE,
                        new Part.Reasoning("", Optional.of(OTHER)),
                        new Part.ToolCall("call_1", "weather", RawJson.of("{\"city\":\"Paris\"}")),
                        new Part.ToolCall("call_2", "weather", RawJson.of("{\"city\": \"Rome\"}"))),
                parts(Samples.thoughts(PROOF, OTHER)));
    }

    @Test
    void aProofClosesItsThought() {
        assertEquals(
                List.of(
                        new Part.Reasoning("a", Optional.of(PROOF)),
                        new Part.Reasoning("", Optional.of(OTHER)),
                        new Part.Reasoning("b", Optional.empty()),
                        new Part.Text("c")),
                parts(said(
                        new ChatEvent.ReasoningDelta(0, "a", Optional.of(PROOF)),
                        new ChatEvent.ReasoningDelta(0, "", Optional.of(OTHER)),
                        new ChatEvent.ReasoningDelta(0, "b", Optional.empty()),
                        new ChatEvent.TextDelta(0, "c"))));
    }

    @Test
    void keepsProbabilitiesAndTheStopSequence() {
        Probability one = new Probability("a", -0.5, List.of());
        Probability two = new Probability("b", -1, List.of(one));
        ChatResponse.Choice choice = Fold.events(said(
                        new ChatEvent.Weighed(0, List.of(one)),
                        new ChatEvent.TextDelta(0, "ab"),
                        new ChatEvent.Weighed(0, List.of(two))))
                .choices()
                .getFirst();

        assertEquals(List.of(one, two), choice.probabilities());
        assertEquals(new FinishReason.StopSequence("END"), choice.finish());
    }

    @Test
    void refusesAStreamThatIsNotWellFormed() {
        ChatEvent text = new ChatEvent.TextDelta(0, "a");
        ChatEvent started = new ChatEvent.Started("id", "m");
        ChatEvent finished = new ChatEvent.Finished(0, FinishReason.Known.STOP);
        for (List<ChatEvent> wrong : List.of(
                List.of(text, finished),
                List.of(started, started, text, finished),
                List.of(started, text),
                List.of(started, text, finished, text),
                List.of(
                        started,
                        new ChatEvent.ToolCallDelta(0, 0, Optional.empty(), Optional.empty(), "{}"),
                        finished))) {
            assertThrows(AssertionError.class, () -> Fold.events(wrong), wrong::toString);
        }
    }

    private static List<ChatEvent> said(ChatEvent... events) {
        List<ChatEvent> all = new ArrayList<>();
        all.add(new ChatEvent.Started("id", "m"));
        all.addAll(List.of(events));
        all.add(new ChatEvent.Finished(0, new FinishReason.StopSequence("END")));
        return all;
    }

    private static List<Part> parts(List<ChatEvent> events) {
        return Fold.events(events).choices().getFirst().message().parts();
    }
}
