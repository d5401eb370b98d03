// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;

/** Makes {@link RoundRobin}. It has no settings: weights come with the candidates. */
public final class RoundRobinFactory implements SelectionStrategyFactory {
    /** For ServiceLoader. */
    public RoundRobinFactory() {}

    @Override
    public String type() {
        return "round_robin";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        return new RoundRobin(context.random());
    }
}
