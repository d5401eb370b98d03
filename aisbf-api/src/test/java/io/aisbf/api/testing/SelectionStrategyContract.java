// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.api.select.SelectionStrategyFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every selection strategy promises. A strategy that asks a model overrides {@link #context} with one that
 * answers.
 */
public abstract class SelectionStrategyContract extends PluginContract<SelectionStrategy> {
    private static final int DRAWS = 200;

    /** For the test of a strategy. */
    protected SelectionStrategyContract() {}

    @Override
    protected abstract SelectionStrategyFactory factory();

    /** At least three candidates that the strategy can put in order. */
    protected List<Candidate> candidates() {
        return List.of(
                new Candidate("echo/a", 1, "quick answers"),
                new Candidate("echo/b", 3, "code"),
                new Candidate("rotation/c", 0.5, ""),
                new Candidate("echo/d", 1, "long texts"));
    }

    /** A question to choose for. */
    protected ChatRequest request() {
        return ChatRequest.of("rotation/test", List.of(Message.of(Message.Role.USER, "Which one?")));
    }

    @Test
    void ranksNoStrangerAndNoneTwice() throws Exception {
        try (SelectionStrategy strategy = create(context())) {
            for (int draw = 0; draw < DRAWS; draw++) {
                check(candidates(), strategy.rank(request(), candidates(), call()));
            }
        }
    }

    @Test
    void aSingleCandidateIsTheAnswer() throws Exception {
        List<Candidate> single = candidates().subList(0, 1);
        try (SelectionStrategy strategy = create(context())) {
            assertEquals(single, strategy.rank(request(), single, call()));
        }
    }

    @Test
    void leavesTheGivenListAlone() throws Exception {
        List<Candidate> given = new ArrayList<>(candidates());
        try (SelectionStrategy strategy = create(context())) {
            strategy.rank(request(), given, call());
        }
        assertEquals(candidates(), given);
    }

    @Test
    void ranksForManyThreadsAtOnce() throws Exception {
        try (SelectionStrategy strategy = create(context())) {
            List<List<Candidate>> rankings = Together.run(16, () -> {
                List<Candidate> last = List.of();
                for (int draw = 0; draw < DRAWS; draw++) {
                    last = strategy.rank(request(), candidates(), call());
                    strategy.observe(last.getFirst(), new Outcome.Failed(Failure.RATE_LIMITED));
                }
                return last;
            });
            rankings.forEach(ranking -> check(candidates(), ranking));
        }
    }

    @Test
    void bearsEveryOutcome() throws Exception {
        Stream<Outcome> failures = Stream.of(Failure.values()).map(Outcome.Failed::new);
        Outcome answered = new Outcome.Answered(Duration.ofMillis(200), Duration.ofSeconds(2), Usage.of(10, 20));
        try (SelectionStrategy strategy = create(context())) {
            Stream.concat(failures, Stream.of(answered))
                    .forEach(outcome -> candidates().forEach(candidate -> strategy.observe(candidate, outcome)));
            check(candidates(), strategy.rank(request(), candidates(), call()));
        }
    }

    private static Call call() {
        return Call.start("contract", Duration.ofMinutes(1));
    }

    private static void check(List<Candidate> candidates, List<Candidate> ranked) {
        assertFalse(ranked.isEmpty(), "nobody is left to ask");
        assertTrue(candidates.containsAll(ranked), () -> "a stranger among " + ranked);
        assertEquals(new HashSet<>(ranked).size(), ranked.size(), () -> "somebody twice in " + ranked);
    }
}
