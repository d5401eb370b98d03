// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.choose.Choice;
import io.aisbf.runtime.choose.Choosing;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whose turn it is in one call, one after another: goes down into rotations among the candidates when they are reached,
 * and ranks each of them only then. Strategies are told how their candidates did; one that is a rotation itself has
 * failed when all of its own have. Used by the thread that carries the call.
 */
final class Turns {
    private static final System.Logger LOG = System.getLogger(Turns.class.getName());

    private final Targets targets;
    private final Standings standings;
    private final Course course;
    private final Deque<Level> levels = new ArrayDeque<>();
    private Optional<Target.Model> single = Optional.empty();

    /**
     * A model whose turn it is, and the choices that led to it, the outermost first; none where the client named the model
     * itself.
     */
    record Turn(Target.Model model, List<Step> path) {
        /** A choice: a candidate of a rotation or autoselect. */
        record Step(Group group, Candidate candidate) {}

        /** What the group that the client asked for does so that an answer comes about. */
        Group.Care care() {
            return path.isEmpty() ? Group.Care.NONE : path.getFirst().group().care();
        }
    }

    /** The turns of a call for that target. */
    Turns(Targets targets, Standings standings, Target target, Course course) throws InterruptedException {
        this.targets = targets;
        this.standings = standings;
        this.course = course;
        switch (target) {
            case Target.Model model -> single = Optional.of(model);
            case Target.Choice choice -> descend(choice.group(), List.of());
        }
    }

    /** A rotation whose candidates are being tried, and the steps that led to it. */
    private static final class Level {
        private final Group group;
        private final List<Turn.Step> path;
        private final Iterator<Candidate> order;
        private Optional<Failure> failure = Optional.empty();

        private Level(Group group, List<Turn.Step> path, List<Candidate> order) {
            this.group = group;
            this.path = path;
            this.order = order.iterator();
        }
    }

    /** The next model to ask; empty when all have had their turn. */
    Optional<Turn> next() throws InterruptedException {
        if (single.isPresent()) {
            Optional<Turn> turn = single.map(model -> new Turn(model, List.of()));
            single = Optional.empty();
            return turn;
        }
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            if (!level.order.hasNext()) {
                levels.pop();
                level.failure.ifPresent(failure -> exhausted(level, failure));
                continue;
            }
            Candidate candidate = level.order.next();
            List<Turn.Step> path = new ArrayList<>(level.path);
            path.add(new Turn.Step(level.group, candidate));
            switch (level.group.within(targets.resolve(candidate.target()))) {
                case Target.Model model -> {
                    return Optional.of(new Turn(model, List.copyOf(path)));
                }
                case Target.Choice choice -> descend(choice.group(), List.copyOf(path));
            }
        }
        return Optional.empty();
    }

    /** Whether anybody may be left who has not had his turn. */
    boolean more() {
        return levels.stream().anyMatch(level -> level.order.hasNext());
    }

    private void descend(Group group, List<Turn.Step> path) throws InterruptedException {
        levels.push(new Level(group, path, order(group)));
    }

    /** A rotation all of whose candidates failed has failed as a candidate. */
    private void exhausted(Level level, Failure failure) {
        if (!level.path.isEmpty()) {
            observe(level.path.getLast(), new Outcome.Failed(failure));
            Optional.ofNullable(levels.peek()).ifPresent(above -> above.failure = Optional.of(failure));
        }
    }

    /** The candidate whose turn it was has failed. */
    void failed(Turn turn, Failure failure) {
        if (!turn.path().isEmpty()) {
            Turn.Step last = turn.path().getLast();
            observe(last, new Outcome.Failed(failure));
            levels.stream()
                    .filter(level -> level.group.equals(last.group()))
                    .findFirst()
                    .ifPresent(level -> level.failure = Optional.of(failure));
        }
    }

    /** The candidate whose turn it was has answered, and with it every rotation that led to it. */
    void answered(Turn turn, Outcome.Answered outcome) {
        turn.path().forEach(step -> observe(step, outcome));
    }

    /** Nobody waited any longer for the candidate whose turn it was. */
    void abandoned(Turn turn, Outcome.Abandoned outcome) {
        turn.path().forEach(step -> observe(step, outcome));
    }

    private void observe(Turn.Step step, Outcome outcome) {
        for (Chooser chooser : step.group().choosers()) {
            observe(chooser.label(step.group()), chooser.strategy(), step.candidate(), outcome);
        }
    }

    private static void observe(String label, SelectionStrategy strategy, Candidate candidate, Outcome outcome) {
        try {
            Contained.run(label, () -> {
                strategy.observe(candidate, outcome);
                return outcome;
            });
        } catch (CallException told) {
            LOG.log(DEBUG, "what {0} makes of an outcome is its own affair: {1}", label, told.getMessage());
        } catch (InterruptedException e) {
            // Whoever waits next on this thread learns of it.
            Thread.currentThread().interrupt();
        }
    }

    /** The candidates that can be asked, in the strategy's order. */
    private List<Candidate> order(Group group) throws InterruptedException {
        Map<String, String> ruledOut = new LinkedHashMap<>();
        List<Candidate> able = able(group, ruledOut);
        Choice choice = able.isEmpty()
                ? new Choice(able, "", Optional.empty(), List.of())
                : Choosing.choose(group, able, course.request(), course.call());
        course.trace().trail().chose(group.kind().word() + "/" + group.name(), ruledOut, choice);
        List<Candidate> order = choice.order();
        able.stream()
                .filter(candidate -> !order.contains(candidate))
                .forEach(candidate -> course.unable(candidate.target(), "not chosen"));
        return order;
    }

    private List<Candidate> able(Group group, Map<String, String> ruledOut) {
        List<Candidate> able = new ArrayList<>();
        for (Candidate candidate : group.candidates()) {
            Optional<Standings.Bar> bar = standings.bar(group, candidate, course);
            bar.ifPresent(why -> {
                ruledOut.put(candidate.target(), why.words());
                note(candidate, why);
            });
            if (bar.isEmpty()) {
                able.add(standings.now(group, candidate));
            }
        }
        List<Candidate> capable = without(able, ruledOut, one -> standings.lacks(group, one, course));
        return without(capable, ruledOut, one -> standings.tooLong(group, one, course));
    }

    /** Those of whom nothing speaks against; all where that is nobody, for nobody knows better than they do. */
    private static List<Candidate> without(
            List<Candidate> able, Map<String, String> ruledOut, Function<Candidate, Optional<Standings.Bar>> against) {
        List<Candidate> left = new ArrayList<>();
        Map<String, String> out = new LinkedHashMap<>();
        for (Candidate candidate : able) {
            against.apply(candidate)
                    .ifPresentOrElse(why -> out.put(candidate.target(), why.words()), () -> left.add(candidate));
        }
        if (left.isEmpty()) {
            return able;
        }
        ruledOut.putAll(out);
        return left;
    }

    private void note(Candidate candidate, Standings.Bar bar) {
        switch (bar) {
            case Standings.Bar.Away away -> course.absent(candidate.target(), away.absence());
            case Standings.Bar.Unable unable -> course.unable(candidate.target(), unable.words());
            case Standings.Bar.TooSmall small -> course.unable(candidate.target(), small.words());
        }
    }
}
