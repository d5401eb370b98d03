// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import static io.aisbf.selector.content.embedding.Given.call;
import static io.aisbf.selector.content.embedding.Given.first;
import static io.aisbf.selector.content.embedding.Given.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A session stays where it is unless there is a reason to move. */
class SessionsTest {
    private static final String CODING = "write a python function with a java class";
    private static final String COOKING = "tomato soup recipe and cake in the oven";
    private static final String NEITHER = "continue";

    private final Given given = new Given();
    private final List<Candidate> candidates = Given.taught();

    @Test
    void whatSaysNothingLeavesTheSessionWhereItIs() throws Exception {
        try (Embedding strategy = given.strategy()) {
            Decision begun = strategy.decide(said(CODING), candidates, call("a"));
            assertEquals("lab/code", first(begun));
            Decision next = strategy.decide(said(NEITHER), candidates, call("a"));
            assertEquals("lab/code", first(next));
            assertEquals("the session stays", next.reason());
            assertTrue(next.confidence() >= begun.confidence(), "as sure as it was");
        }
    }

    @Test
    void somethingElseMovesIt() throws Exception {
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said(CODING), candidates, call("a"));
            assertEquals("lab/cook", first(strategy.decide(said(COOKING), candidates, call("a"))));
            assertEquals("lab/cook", first(strategy.decide(said(NEITHER), candidates, call("a"))));
        }
    }

    @Test
    void othersAndTheForgottenBeginAnew() throws Exception {
        try (Embedding strategy = given.strategy(Map.of("session", "10m"))) {
            strategy.decide(said(CODING), candidates, call("a"));
            assertEquals(
                    "unlike all routes",
                    strategy.decide(said(NEITHER), candidates, call("b")).reason());
            given.now.updateAndGet(now -> now.plus(Duration.ofMinutes(11)));
            assertEquals(
                    "unlike all routes",
                    strategy.decide(said(NEITHER), candidates, call("a")).reason());
        }
    }

    @Test
    void whatIsOnlyLookedAtIsNotRemembered() throws Exception {
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said(CODING), candidates, call("a").rehearsed());
            assertEquals(
                    "unlike all routes",
                    strategy.decide(said(NEITHER), candidates, call("a")).reason());
        }
    }

    @Test
    void theOperatorMayTurnItOff() throws Exception {
        try (Embedding strategy = given.strategy(Map.of("sticky", false))) {
            strategy.decide(said(CODING), candidates, call("a"));
            assertEquals(
                    "unlike all routes",
                    strategy.decide(said(NEITHER), candidates, call("a")).reason());
        }
    }

    @Test
    void aCandidateThatIsNotOfferedHoldsNobody() throws Exception {
        try (Embedding strategy = given.strategy()) {
            strategy.decide(said(CODING), candidates, call("a"));
            Decision without = strategy.decide(said(NEITHER), candidates.subList(1, 2), call("a"));
            assertEquals("lab/cook", first(without));
        }
    }
}
