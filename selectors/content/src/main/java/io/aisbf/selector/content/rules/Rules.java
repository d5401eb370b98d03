// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses by the operator's own rules: the first that holds decides, and only those are tried whom it names. One that
 * names nobody who can be asked now is passed over. For all threads.
 */
final class Rules implements SelectionStrategy.Deciding {
    private final List<Rule> rules;
    private final PluginContext context;

    Rules(List<Rule> rules, PluginContext context) {
        this.rules = List.copyOf(rules);
        this.context = context;
    }

    /**
     * A rule.
     *
     * @param conditions all of which must hold
     * @param use whom to try, in this order
     */
    record Rule(String name, List<Condition> conditions, List<String> use) {
        Rule {
            conditions = List.copyOf(conditions);
            use = List.copyOf(use);
        }

        /** Why it holds, in words that tell nothing of the prompt; empty if it does not. */
        Optional<String> holds(Look look) {
            List<String> reasons = new ArrayList<>();
            for (Condition condition : conditions) {
                Optional<String> reason = condition.holds(look);
                if (reason.isEmpty()) {
                    return Optional.empty();
                }
                reasons.add(reason.get());
            }
            return Optional.of("rule '" + name + "': " + (reasons.isEmpty() ? "always" : String.join(", ", reasons)));
        }
    }

    @Override
    public Decision decide(ChatRequest request, List<Candidate> candidates, Call call) {
        Look look = new Look(request, call, context);
        List<String> passed = new ArrayList<>();
        for (Rule rule : rules) {
            Optional<String> reason = rule.holds(look);
            if (reason.isPresent()) {
                List<Candidate> order = order(rule, candidates);
                if (!order.isEmpty()) {
                    return Decision.of(order, 1, reason.get() + told(passed));
                }
                passed.add("rule '" + rule.name() + "' holds too, but " + String.join(", ", rule.use())
                        + " cannot be asked now");
            }
        }
        return Decision.none("no rule holds" + told(passed));
    }

    private static String told(List<String> passed) {
        return passed.isEmpty() ? "" : " (" + String.join("; ", passed) + ")";
    }

    private static List<Candidate> order(Rule rule, List<Candidate> candidates) {
        List<Candidate> order = new ArrayList<>();
        for (String target : rule.use()) {
            candidates.stream()
                    .filter(candidate -> candidate.target().equals(target) && !order.contains(candidate))
                    .forEach(order::add);
        }
        return order;
    }
}
