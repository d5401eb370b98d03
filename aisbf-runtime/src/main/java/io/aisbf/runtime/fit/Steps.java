// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was tried to make a conversation shorter. Used by one thread; its list is kept with what came of it. */
final class Steps {
    private final List<Step> steps = new ArrayList<>();

    /**
     * One try of one method.
     *
     * @param method its name
     * @param before tokens of what it was handed
     * @param after tokens of what it made of it
     * @param refused why that was not used; empty where it was
     */
    record Step(String method, long before, long after, Optional<String> refused) {}

    void used(String method, long before, long after) {
        steps.add(new Step(method, before, after, Optional.empty()));
    }

    void refused(String method, long before, String why) {
        steps.add(new Step(method, before, before, Optional.of(why)));
    }

    void add(List<Step> others) {
        steps.addAll(others);
    }

    /** All of it, in order. */
    List<Step> all() {
        return List.copyOf(steps);
    }

    /** All of it, what one method did in several places added up. */
    List<Condensed.Step> told() {
        Map<String, Condensed.Step> sums = new LinkedHashMap<>();
        for (Step step : steps) {
            String refused = step.refused().orElse("");
            sums.merge(
                    step.method() + ' ' + refused,
                    new Condensed.Step(step.method(), step.before(), step.after(), refused),
                    (a, b) -> new Condensed.Step(a.method(), a.before() + b.before(), a.after() + b.after(), refused));
        }
        return List.copyOf(sums.values());
    }
}
