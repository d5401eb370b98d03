// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.choose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChoosingTest {
    private static final Candidate A = new Candidate("a/m", 1, "");
    private static final Candidate B = new Candidate("b/m", 1, "");
    private static final Candidate C = new Candidate("c/m", 1, "");
    private static final List<Candidate> ABLE = List.of(A, B, C);
    private static final Call CALL = Call.start("c", Duration.ofMinutes(1));
    private static final ChatRequest REQUEST =
            ChatRequest.of("autoselect/x", List.of(Message.of(Message.Role.USER, "which?")));

    private final List<String> asked = new ArrayList<>();

    @Test
    void theFirstThatIsSureEnoughDecidesAndNobodyIsAskedAfterIt() throws Exception {
        Choice choice = choose(
                Optional.empty(),
                chooser("rules", Decision.none("no rule applies")),
                chooser("embedding", Decision.of(List.of(B, A, C), 0.8, "nearest")),
                chooser("autoselect", Decision.of(List.of(C), 1, "asked")));
        assertEquals(List.of(B, A, C), choice.order());
        assertEquals("embedding", choice.by());
        assertEquals(0.8, choice.decision().orElseThrow().confidence());
        assertEquals(List.of("rules: no rule applies"), choice.passed());
        assertEquals(List.of("rules", "embedding"), asked);
    }

    @Test
    void oneThatIsUnsureLeavesTheChoiceToTheNext() throws Exception {
        Choice choice = choose(
                Optional.empty(),
                chooser("embedding", Decision.of(List.of(B, A), 0.49, "nearest")),
                chooser("autoselect", Decision.of(List.of(C), 0.9, "asked")));
        assertEquals(List.of(C), choice.order());
        assertEquals(List.of("embedding: nearest, but only 0.49 sure (0.50 wanted)"), choice.passed());
    }

    @Test
    void whereNobodyIsSureTheFallbackComesFirstAndThenTheLeastUnsure() throws Exception {
        Choice choice = choose(
                Optional.of("c/m"),
                chooser("rules", Decision.of(List.of(A, B), 0.1, "a rule")),
                chooser("embedding", Decision.of(List.of(B, A), 0.4, "nearest")));
        assertEquals(List.of(C, B, A), choice.order());
        assertEquals(Choice.FALLBACK, choice.by());
    }

    @Test
    void withoutAFallbackTheLeastUnsureDecides() throws Exception {
        Choice choice = choose(
                Optional.empty(),
                chooser("embedding", Decision.of(List.of(B, A), 0.4, "nearest")),
                chooser("autoselect", Decision.none("nobody answered")));
        assertEquals(List.of(B, A), choice.order());
        assertEquals("embedding", choice.by());
    }

    @Test
    void aStrategyThatBreaksLeavesTheChoiceToTheNextAndToTheFallback() throws Exception {
        Chooser broken = broken("embedding");
        Choice next = choose(Optional.empty(), broken, chooser("autoselect", Decision.of(List.of(C), 0.9, "asked")));
        assertEquals(List.of(C), next.order());
        assertTrue(
                next.passed().getFirst().startsWith("embedding failed: "),
                next.passed().toString());
        assertEquals(List.of(B, A, C), choose(Optional.of("b/m"), broken).order());
    }

    @Test
    void aStrategyThatBreaksAloneFailsTheCall() {
        CallException told = assertThrows(CallException.class, () -> choose(Optional.empty(), broken("weighted")));
        assertEquals(Failure.PLUGIN_FAILED, told.failure());
    }

    @Test
    void aFallbackThatCannotBeAskedIsNotOffered() throws Exception {
        Choice choice = choose(Optional.of("gone/m"), chooser("embedding", Decision.of(List.of(B), 0.4, "nearest")));
        assertEquals(List.of(B), choice.order());
    }

    @Test
    void aStrangerAmongTheOrderIsTheStrategysFault() {
        Candidate stranger = new Candidate("d/m", 1, "");
        CallException told = assertThrows(
                CallException.class,
                () -> choose(Optional.of("a/m"), chooser("mad", Decision.of(List.of(stranger), 1, "why not"))));
        assertTrue(told.getMessage().contains("named a candidate that it was not offered"), told.getMessage());
    }

    @Test
    void whatOnlyDecidesForRealIsNotAskedInARehearsal() throws Exception {
        SelectionStrategy turns = (_, _, _) -> {
            throw new AssertionError("asked");
        };
        Choice choice = Choosing.choose(
                group(Optional.empty(), new Chooser("round_robin", "t.jar", turns, 0.5)),
                ABLE,
                REQUEST,
                CALL.rehearsed());
        assertEquals(ABLE, choice.order());
        assertEquals("", choice.by());
    }

    private Choice choose(Optional<String> fallback, Chooser... choosers) throws InterruptedException {
        return Choosing.choose(group(fallback, choosers), ABLE, REQUEST, CALL);
    }

    private static Group group(Optional<String> fallback, Chooser... choosers) {
        return new Group(Group.Kind.AUTOSELECT, "x", "", List.of(choosers), ABLE, Map.of(), fallback, Group.Care.NONE);
    }

    private Chooser chooser(String word, Decision decision) {
        SelectionStrategy.Deciding strategy = (_, _, _) -> {
            asked.add(word);
            return decision;
        };
        return new Chooser(word, "t.jar", strategy, Chooser.USUAL_GATE);
    }

    private static Chooser broken(String word) {
        SelectionStrategy strategy = (_, _, _) -> {
            throw new IllegalStateException("broken");
        };
        return new Chooser(word, "t.jar", strategy, Chooser.USUAL_GATE);
    }
}
