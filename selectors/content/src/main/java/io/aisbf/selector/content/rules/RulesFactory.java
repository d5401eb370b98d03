// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes {@link Rules}. Its setting {@code rules} is a list of {@code {name: ..., when: {...}, use: TARGET or a list of
 * them}}; what may stand in {@code when} is in {@link Conditions}.
 */
public final class RulesFactory implements SelectionStrategyFactory {
    private static final String RULES = "rules";

    /** For ServiceLoader. */
    public RulesFactory() {}

    @Override
    public String type() {
        return "rules";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        List<Rules.Rule> rules = new ArrayList<>();
        for (Settings one : settings.sections(RULES)) {
            List<String> use = one.texts("use");
            if (use.isEmpty()) {
                throw one.wrong("use", "is missing; write the candidate to choose, or several in the order of trying");
            }
            String name = one.text("name").orElse(Integer.toString(rules.size() + 1));
            List<Condition> conditions = one.section("when")
                    .map(when -> Conditions.of(when, context))
                    .orElse(List.of());
            rules.add(new Rules.Rule(name, conditions, use));
        }
        if (rules.isEmpty()) {
            throw settings.wrong(
                    RULES, "has no rule; write rules: [{name: long, when: {tokens: \">20000\"}, use: rotation/long}]");
        }
        return new Rules(rules, context);
    }
}
