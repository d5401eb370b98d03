// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import static java.lang.System.Logger.Level.WARNING;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Message;
import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethod.Budget;
import io.aisbf.api.condense.CondensationMethod.Passage;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.count.Measure;
import io.aisbf.runtime.fit.rules.Guard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks condensation methods, one after the other, to say a passage shorter, until its goal is met. What one of them
 * returns is used only if the {@link Guard} has nothing against it; one that fails is passed over: condensation may fail,
 * the call may not.
 */
final class Chain {
    private static final System.Logger LOG = System.getLogger(Chain.class.getName());

    private final Map<String, CondensationMethod> methods;
    private final Measure measure;
    private final Guard guard;

    Chain(Map<String, CondensationMethod> methods, Measure measure, Guard guard) {
        this.methods = new LinkedHashMap<>(methods);
        this.measure = measure;
        this.guard = guard;
    }

    /**
     * Says a passage shorter.
     *
     * @param names the methods, in the order in which they are asked
     * @param steps told of everything that is tried
     */
    List<Message> run(List<String> names, Passage passage, Budget budget, Call call, Steps steps)
            throws InterruptedException {
        Passage current = passage;
        long now = budget.now();
        for (String name : names) {
            CondensationMethod method = methods.get(name);
            if (now <= budget.goal() || method == null || current.changeable().isEmpty()) {
                continue;
            }
            Budget left = new Budget(budget.model(), now, budget.goal());
            Optional<List<Message>> shorter = attempt(name, method, current, left, call, steps);
            if (shorter.isPresent()) {
                current = current.with(shorter.get());
                now = measure.count(budget.model(), shorter.get());
            }
        }
        return current.changeable();
    }

    private Optional<List<Message>> attempt(
            String name, CondensationMethod method, Passage passage, Budget budget, Call call, Steps steps)
            throws InterruptedException {
        List<Message> result;
        try {
            result = Contained.run(
                    "condensation method '" + name + "'",
                    () -> List.copyOf(method.condense(passage, budget, call.nested())));
        } catch (CallException e) {
            LOG.log(WARNING, "condensation method {0} gave nothing ({1}); it is passed over", name, e.failure());
            steps.refused(name, budget.now(), "failed: " + e.failure());
            return Optional.empty();
        }
        if (result.equals(passage.changeable())) {
            return Optional.empty();
        }
        long after = measure.count(budget.model(), result);
        Optional<String> objection = guard.objection(passage.changeable(), result, budget.now(), after);
        if (objection.isPresent()) {
            LOG.log(WARNING, "condensation method {0}: its result is discarded ({1})", name, objection.get());
            steps.refused(name, budget.now(), objection.get());
            return Optional.empty();
        }
        steps.used(name, budget.now(), after);
        return Optional.of(result);
    }
}
