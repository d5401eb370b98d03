// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.dispatch.Opener.Leg;
import io.aisbf.runtime.dispatch.Turns.Turn;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.observe.Trail;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One call's pursuit of an answer: turn after turn until somebody has answered, or nobody is left. Used by the thread
 * that carries the call, once.
 *
 * <p>Nobody is asked twice but where the failure says that the very same candidate may do better a moment later, and
 * then only once all others have failed.
 */
final class Pursuit<T extends AutoCloseable> {
    private static final System.Logger LOG = System.getLogger(Pursuit.class.getName());
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration MORE_AT_MOST = Duration.ofMillis(200);

    private final Means means;
    private final Course course;
    private final Errand<T> errand;
    private Trail.Why why = Trail.Why.FIRST;
    /** How an answer broke off of which a part had gone out, and which others are to go on with. */
    private Optional<CallException> broken = Optional.empty();

    /**
     * What a pursuit works with: the same for all calls.
     *
     * @param willing whether a place is not left alone by now
     */
    record Means(Surroundings around, Opener opener, Hedging hedging, TurnsOf turns, Predicate<Place> willing) {}

    /** Makes the turns of a call. */
    @FunctionalInterface
    interface TurnsOf {
        Turns of(Target target, Course course) throws InterruptedException;
    }

    Pursuit(Means means, Course course, Errand<T> errand) {
        this.means = means;
        this.course = course;
        this.errand = errand;
    }

    /**
     * Has the call answered.
     *
     * @throws CallException what is left to say when nobody did
     */
    Outcome.Answered run(Target target) throws InterruptedException {
        Optional<Outcome.Answered> outcome = round(target);
        if (outcome.isEmpty() && !errand.committed() && course.again(means.willing()) && pause()) {
            why = Trail.Why.AGAIN;
            outcome = round(target);
        }
        return outcome.orElseThrow(() -> course.verdict()
                .told(
                        words(target),
                        target instanceof Target.Choice,
                        means.around().clock().instant()));
    }

    private static String words(Target target) {
        return switch (target) {
            case Target.Model model -> model.name();
            case Target.Choice choice ->
                choice.group().kind().word() + " '" + choice.group().name() + "'";
        };
    }

    /** All turns once; empty if nobody answered and nothing has gone out. */
    private Optional<Outcome.Answered> round(Target target) throws InterruptedException {
        Turns turns = means.turns().of(target, course);
        for (Optional<Turn> turn = turns.next(); turn.isPresent(); turn = turns.next()) {
            Optional<Opener.Opening<T>> opening = open(turn.get(), turns);
            if (opening.isPresent()) {
                Optional<Outcome.Answered> outcome = bring(opening.get(), turns);
                if (outcome.isPresent()) {
                    return outcome;
                }
            }
        }
        if (broken.isPresent()) {
            throw broken.get();
        }
        return Optional.empty();
    }

    /** An answer of the model whose turn it is, or of one that was asked beside it; empty if another may do better. */
    private Optional<Opener.Opening<T>> open(Turn turn, Turns turns) throws InterruptedException {
        Trail.Why now = why;
        why = broken.isPresent() ? Trail.Why.CONTINUATION : Trail.Why.NEXT;
        try {
            return Optional.of(
                    broken.isPresent()
                            ? means.opener().open(turn, now, course.call(), course, errand)
                            : means.hedging().open(turn, now, turns, course, errand));
        } catch (Opener.NobodyAsked e) {
            why = now;
            return Optional.empty();
        } catch (CallException e) {
            note(turn, turns, e, Duration.ZERO);
            if (!e.failure().tryNext() && broken.isEmpty()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Brings an answer to its end; empty if it broke off and another may answer, or go on, in its place. */
    private Optional<Outcome.Answered> bring(Opener.Opening<T> opening, Turns turns) throws InterruptedException {
        Leg leg = opening.leg();
        course.trace().selected(leg.model().name(), leg.label(), leg.slip()::cost);
        try {
            Outcome.Answered outcome = errand.bring(opening.opened(), leg);
            leg.answered(outcome.usage());
            means.hedging().learn(leg.model().name(), errand.streamed(), outcome.toFirstToken());
            turns.answered(opening.turn(), outcome);
            return Optional.of(outcome);
        } catch (CallException e) {
            leg.failed(e);
            note(opening.turn(), turns, e, since(leg));
            if (!e.failure().tryNext() || (errand.committed() && !resumes(opening.turn()))) {
                throw e;
            }
            if (errand.committed()) {
                broken = broken.or(() -> Optional.of(e));
                why = Trail.Why.CONTINUATION;
            }
            return Optional.empty();
        } catch (InterruptedException | RuntimeException e) {
            leg.abandoned("the call was stopped");
            turns.abandoned(opening.turn(), new Outcome.Abandoned(since(leg)));
            throw e;
        }
    }

    private boolean resumes(Turn turn) {
        return turn.care().continues() && errand.resume();
    }

    private void note(Turn turn, Turns turns, CallException failure, Duration after) {
        Target.Model model = turn.model();
        LOG.log(DEBUG, "call {0}: {1} did not answer: {2}", course.call().id(), model.name(), failure.failure());
        course.failed(model.name(), failure);
        if (failure.failure() == Failure.CONTEXT_TOO_LONG) {
            model.entry().map(ModelEntry::contextSize).ifPresent(size -> size.ifPresent(course::tooLongFor));
        }
        if (failure.failure().fault() == Failure.Fault.CALLER) {
            turns.abandoned(turn, new Outcome.Abandoned(after));
        } else {
            turns.failed(turn, failure.failure());
        }
    }

    private Duration since(Leg leg) {
        return Duration.ofNanos(means.around().nanoTime().getAsLong() - leg.startNanos());
    }

    /** Waits a moment before somebody is asked again; false where the call has no time for it. */
    private boolean pause() throws InterruptedException {
        Call call = course.call();
        Duration wait = SHORTEST_PAUSE.plusNanos(means.around().random().nextLong(MORE_AT_MOST.toNanos()));
        if (call.remaining().compareTo(wait.multipliedBy(2)) < 0) {
            return false;
        }
        course.trace().trail().note("everybody failed; asking again those that may do better by now");
        means.around().pause().last(wait);
        return true;
    }
}
