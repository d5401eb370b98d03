// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.choose;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.route.Chooser;
import io.aisbf.runtime.route.Group;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One choice of a group among the candidates that can be asked: its strategies have their say one after another until
 * one is sure enough. Where none is, the operator's fallback comes first; without one, whoever was least unsure decides.
 * Used once, by the thread that carries the call.
 */
public final class Choosing {
    private final Group group;
    private final List<Candidate> able;
    private final ChatRequest request;
    private final Call call;
    private final List<String> passed = new ArrayList<>();
    private Optional<Choice> leastUnsure = Optional.empty();
    private Optional<CallException> failure = Optional.empty();
    private boolean silent;

    private Choosing(Group group, List<Candidate> able, ChatRequest request, Call call) {
        this.group = group;
        this.able = able;
        this.request = request;
        this.call = call;
    }

    /**
     * Chooses.
     *
     * @param able those that can be asked, at least one
     * @throws CallException if the only strategy there is failed, and the operator named no fallback
     */
    public static Choice choose(Group group, List<Candidate> able, ChatRequest request, Call call)
            throws InterruptedException {
        return new Choosing(group, able, request, call).choice();
    }

    private Choice choice() throws InterruptedException {
        for (Chooser chooser : group.choosers()) {
            Optional<Choice> sure = attempt(chooser);
            if (sure.isPresent()) {
                return sure.get();
            }
        }
        Optional<String> fallback = group.fallback().filter(this::isThere);
        if (fallback.isPresent()) {
            List<Candidate> order =
                    new ArrayList<>(leastUnsure.map(Choice::order).orElse(able));
            able.stream().filter(candidate -> !order.contains(candidate)).forEach(order::add);
            order.sort(Comparator.comparing(candidate -> !candidate.target().equals(fallback.get())));
            return new Choice(order, Choice.FALLBACK, Optional.empty(), passed);
        }
        if (failure.isPresent() && leastUnsure.isEmpty() && !silent) {
            throw failure.get();
        }
        return leastUnsure
                .map(choice -> new Choice(choice.order(), choice.by(), choice.decision(), passed))
                .orElseGet(() -> new Choice(able, "", Optional.empty(), passed));
    }

    private boolean isThere(String target) {
        return able.stream().anyMatch(candidate -> candidate.target().equals(target));
    }

    /** What a strategy decides; empty if it did not, or was not sure enough. */
    private Optional<Choice> attempt(Chooser chooser) throws InterruptedException {
        Optional<Decision> told;
        List<Candidate> order;
        try {
            SelectionStrategy strategy = chooser.strategy();
            if (strategy instanceof SelectionStrategy.Deciding deciding) {
                told = Optional.of(Contained.run(chooser.label(group), () -> deciding.decide(request, able, call)));
                order = told.get().order();
            } else if (call.isRehearsal()) {
                // To be asked would change it: it counts, draws or takes turns.
                return left(chooser, "it decides only when somebody is to be asked");
            } else {
                told = Optional.empty();
                order = Contained.run(chooser.label(group), () -> strategy.rank(request, able, call));
            }
        } catch (CallException e) {
            failure = Optional.of(e);
            passed.add(chooser.word() + " failed: " + e.getMessage());
            return Optional.empty();
        }
        check(chooser, order);
        if (told.isPresent() && !told.get().decided()) {
            return left(chooser, told.get().reason());
        }
        return weighed(chooser, new Choice(order.stream().distinct().toList(), chooser.word(), told, passed));
    }

    private Optional<Choice> weighed(Chooser chooser, Choice choice) {
        double confidence = choice.decision().map(Decision::confidence).orElse(1.0);
        if (confidence >= chooser.gate()) {
            return Optional.of(choice);
        }
        if (leastUnsure.flatMap(Choice::decision).map(Decision::confidence).orElse(-1.0) < confidence) {
            leastUnsure = Optional.of(choice);
        }
        return left(
                chooser,
                String.format(
                        Locale.ROOT,
                        "%s, but only %.2f sure (%.2f wanted)",
                        choice.decision().map(Decision::reason).orElse("it decided"),
                        confidence,
                        chooser.gate()));
    }

    private Optional<Choice> left(Chooser chooser, String why) {
        silent = true;
        passed.add(chooser.word() + ": " + why);
        return Optional.empty();
    }

    private void check(Chooser chooser, List<Candidate> order) {
        if (!able.containsAll(order)) {
            throw new CallException(
                    Failure.PLUGIN_FAILED, chooser.label(group) + " named a candidate that it was not offered");
        }
    }
}
