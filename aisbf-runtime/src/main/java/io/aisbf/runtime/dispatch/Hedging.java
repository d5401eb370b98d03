// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.dispatch.Opener.Opening;
import io.aisbf.runtime.dispatch.Turns.Turn;
import io.aisbf.runtime.hedge.Competitor;
import io.aisbf.runtime.hedge.HedgeBudget;
import io.aisbf.runtime.hedge.Race;
import io.aisbf.runtime.observe.Trail;
import io.aisbf.runtime.route.Group;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens answers, and where a rotation's operator wants it asks a second candidate beside one that takes unusually long:
 * whichever begins first answers the call, the other is cancelled and booked as abandoned. Calls that plugins make on
 * behalf of a call are never hedged.
 */
final class Hedging {
    private static final double USUAL = 0.5;
    private static final int TIMES_THE_USUAL = 4;
    private static final Duration GRACE = Duration.ofMillis(1);

    private final Surroundings around;
    private final Opener opener;
    private final Map<String, HedgeBudget> budgets = new ConcurrentHashMap<>();

    Hedging(Surroundings around, Opener opener) {
        this.around = around;
        this.opener = opener;
    }

    /** Notes how soon a model began to answer. */
    void learn(String target, boolean streamed, Duration toFirst) {
        around.delays().observe(target, streamed, toFirst);
    }

    /**
     * Opens an answer of the model whose turn it is, or of the next one.
     *
     * @throws CallException if it was asked and did not answer
     * @throws Opener.NobodyAsked if it is left alone for now
     */
    <T extends AutoCloseable> Opening<T> open(Turn turn, Trail.Why why, Turns turns, Course course, Errand<T> errand)
            throws InterruptedException {
        Optional<Group.Hedge> hedge = course.call().depth() == 0 ? turn.care().hedge() : Optional.empty();
        if (hedge.isEmpty()) {
            return opener.open(turn, why, course.call(), course, errand);
        }
        HedgeBudget budget = budget(turn, hedge.get());
        budget.called();
        Optional<Duration> delay = delay(turn, hedge.get(), errand.streamed());
        if (delay.isEmpty()) {
            return opener.open(turn, why, course.call(), course, errand);
        }
        Opening<T> first = Race.run(
                new Contender<>(turn, why, turns, course, errand),
                delay.get(),
                () -> second(budget, turns, course, errand),
                around.nanoTime());
        adopt(first.leg().call(), course.call());
        return first;
    }

    /**
     * The configured delay, or the learned one. Where nearly as many answers are slow as the quantile leaves out, it
     * falls among the slow ones now and then and a hedge would come too late for ever; so it is never more than a few
     * times the usual delay. What that costs the budget bounds.
     */
    private Optional<Duration> delay(Turn turn, Group.Hedge hedge, boolean streamed) {
        String target = turn.model().name();
        return hedge.delay()
                .or(() -> around.delays()
                        .quantile(target, streamed, hedge.quantile())
                        .flatMap(learned -> around.delays()
                                .quantile(target, streamed, USUAL)
                                .map(usual ->
                                        usual.multipliedBy(TIMES_THE_USUAL).plus(GRACE))
                                .map(most -> learned.compareTo(most) < 0 ? learned : most)));
    }

    private HedgeBudget budget(Turn turn, Group.Hedge hedge) {
        return budgets.computeIfAbsent(turn.path().getFirst().group().label(), _ -> new HedgeBudget(hedge.share()));
    }

    private <T extends AutoCloseable> Optional<Competitor<Opening<T>>> second(
            HedgeBudget budget, Turns turns, Course course, Errand<T> errand) {
        if (!turns.more() || !budget.take()) {
            return Optional.empty();
        }
        try {
            return turns.next().map(turn -> new Contender<>(turn, Trail.Why.HEDGE, turns, course, errand));
        } catch (InterruptedException e) {
            // The race waits next, and learns of it there.
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What the winner could not carry is what the call has lost. */
    private static void adopt(Call winner, Call call) {
        call.attempt();
        winner.losses().forEach(loss -> call.declareLoss(loss.member(), loss.reason()));
    }

    /** One of the two candidates that are asked side by side. */
    private final class Contender<T extends AutoCloseable> implements Competitor<Opening<T>> {
        private final Turn turn;
        private final Trail.Why why;
        private final Turns turns;
        private final Course course;
        private final Errand<T> errand;

        private Contender(Turn turn, Trail.Why why, Turns turns, Course course, Errand<T> errand) {
            this.turn = turn;
            this.why = why;
            this.turns = turns;
            this.course = course;
            this.errand = errand;
        }

        @Override
        public Opening<T> open() throws InterruptedException {
            return opener.open(turn, why, course.call().apart(), course, errand);
        }

        @Override
        public void lost(Duration after) {
            turns.abandoned(turn, new Outcome.Abandoned(after));
            around.delays().outlasted(turn.model().name(), errand.streamed(), after);
        }

        @Override
        public void failed(CallException failure) {
            if (failure.failure() != Failure.INTERNAL) {
                course.failed(turn.model().name(), failure);
                turns.failed(turn, failure.failure());
            }
        }
    }
}
