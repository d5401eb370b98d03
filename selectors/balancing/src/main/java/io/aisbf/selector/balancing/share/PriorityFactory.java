// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;

/** Makes {@link Priority}. Its setting {@code by} says what gives the order: {@code order} (the file's) or {@code weight}. */
public final class PriorityFactory implements SelectionStrategyFactory {
    /** For ServiceLoader. */
    public PriorityFactory() {}

    @Override
    public String type() {
        return "priority";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        String word = settings.text("by").orElse("order");
        return new Priority(
                switch (word) {
                    case "order" -> Priority.BY_ORDER;
                    case "weight" -> Priority.BY_WEIGHT;
                    default ->
                        throw settings.wrong(
                                "by",
                                "'" + word + "' gives no order; write order (that of the file) or weight (highest"
                                        + " first)");
                });
    }
}
