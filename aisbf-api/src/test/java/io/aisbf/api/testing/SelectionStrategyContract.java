// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.Price;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.select.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every selection strategy promises. A strategy that asks a model overrides {@link #context} with one that
 * answers.
 */
public abstract class SelectionStrategyContract extends PluginContract<SelectionStrategy> {
    private static final int DRAWS = 200;
    private static final int MANY = 64;
    private static final int RANKINGS = 1000;
    /** A hundred times what a strategy needs that asks nobody, so that a busy machine is no finding. */
    private static final Duration LONG = Duration.ofMinutes(1);

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

    /** Whether the strategy promises to leave nobody out, so that every candidate is tried before a call fails. */
    protected boolean ranksAll() {
        return false;
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
    void bearsEveryStanding() throws Exception {
        List<Candidate> standing = standing();
        try (SelectionStrategy strategy = create(context())) {
            for (int draw = 0; draw < DRAWS; draw++) {
                check(standing, strategy.rank(request(), standing, call()));
            }
        }
    }

    @Test
    void bearsCandidatesThatComeAndGo() throws Exception {
        List<Candidate> all = candidates();
        try (SelectionStrategy strategy = create(context())) {
            for (int draw = 0; draw < DRAWS; draw++) {
                List<Candidate> there = new ArrayList<>(all);
                there.remove(draw % all.size());
                check(there, strategy.rank(request(), there, call()));
            }
        }
    }

    @Test
    void bearsARequestWithoutMessages() throws Exception {
        try (SelectionStrategy strategy = create(context())) {
            check(candidates(), strategy.rank(ChatRequest.of("rotation/test", List.of()), candidates(), call()));
        }
    }

    @Test
    void isSoonDoneWithManyCandidates() throws Exception {
        List<Candidate> many = IntStream.range(0, MANY)
                .mapToObj(number -> new Candidate("echo/" + number, 1 + number % 3, ""))
                .toList();
        try (SelectionStrategy strategy = create(context())) {
            assertTimeout(LONG, () -> {
                for (int ranking = 0; ranking < RANKINGS; ranking++) {
                    strategy.rank(request(), many, call());
                }
            });
        }
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
        Stream<Outcome> others = Stream.of(
                new Outcome.Answered(Duration.ofMillis(200), Duration.ofSeconds(2), Usage.of(10, 20)),
                new Outcome.Answered(Duration.ZERO, Duration.ZERO, Usage.NONE),
                new Outcome.Abandoned(Duration.ofMillis(700)),
                new Outcome.Abandoned(Duration.ZERO));
        try (SelectionStrategy strategy = create(context())) {
            Stream.concat(failures, others)
                    .forEach(outcome -> candidates().forEach(candidate -> strategy.observe(candidate, outcome)));
            check(candidates(), strategy.rank(request(), candidates(), call()));
        }
    }

    @Test
    void oneThatSaysHowSureItIsAsksNobodyInARehearsal() throws Exception {
        FixedContext context = context();
        AtomicInteger asked = new AtomicInteger();
        try (SelectionStrategy strategy = create(context.withModels(unasked(context.models(), asked)))) {
            if (strategy instanceof SelectionStrategy.Deciding deciding) {
                Decision decision = deciding.decide(request(), candidates(), call().rehearsed());
                assertFalse(decision.reason().isBlank(), "it does not say why");
                if (decision.decided()) {
                    check(candidates(), decision.order());
                } else {
                    assertEquals(0, decision.confidence(), "it is sure of nothing");
                }
            }
        }
        assertEquals(0, asked.get(), "a model was asked");
    }

    /** Those models, of which nobody is to be asked; embeddings are made in this process. */
    private static Models unasked(Models models, AtomicInteger asked) {
        return new Models() {
            @Override
            public ChatResponse ask(ChatRequest request, Call call) {
                asked.incrementAndGet();
                throw new CallException(Failure.UNAVAILABLE, request.model() + " would be asked");
            }

            @Override
            public EmbeddingReply embed(EmbeddingRequest request, Call call) throws IOException, InterruptedException {
                return models.embed(request, call);
            }
        };
    }

    private static Call call() {
        return Call.start("contract", Duration.ofMinutes(1));
    }

    /** The candidates as they may stand: idle and busy, dear, free and of unknown price. */
    private List<Candidate> standing() {
        List<Standing> ways = List.of(
                Standing.UNKNOWN,
                new Standing(3, OptionalLong.of(8192), Optional.of(new Price(2.5, 1.25, 10))),
                new Standing(100_000, OptionalLong.of(1_000_000), Optional.of(new Price(0, 0, 0))),
                new Standing(0, OptionalLong.empty(), Optional.of(new Price(1e6, 1e6, 1e6))));
        List<Candidate> standing = new ArrayList<>();
        for (Candidate candidate : candidates()) {
            Standing way = ways.get(standing.size() % ways.size());
            standing.add(new Candidate(candidate.target(), candidate.weight(), candidate.description(), way));
        }
        return standing;
    }

    private void check(List<Candidate> candidates, List<Candidate> ranked) {
        assertFalse(ranked.isEmpty(), "nobody is left to ask");
        assertTrue(candidates.containsAll(ranked), () -> "a stranger among " + ranked);
        assertEquals(new HashSet<>(ranked).size(), ranked.size(), () -> "somebody twice in " + ranked);
        if (ranksAll()) {
            assertEquals(candidates.size(), ranked.size(), () -> "somebody is left out of " + ranked);
        }
    }
}
