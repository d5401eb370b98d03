// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;

/** Makes {@link LeastBusy}. It has no settings: weights come with the candidates. */
public final class LeastBusyFactory implements SelectionStrategyFactory {
    /** For ServiceLoader. */
    public LeastBusyFactory() {}

    @Override
    public String type() {
        return "least_busy";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        return new LeastBusy(context.random());
    }
}
