// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import java.util.Set;

/**
 * Makes {@link Weighted}, which rotations use unless they name another strategy. It has no settings: weights come with
 * the candidates.
 */
public final class WeightedFactory implements SelectionStrategyFactory {
    /** For ServiceLoader. */
    public WeightedFactory() {}

    @Override
    public String type() {
        return "weighted";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("weighted_random");
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        return new Weighted(context.random());
    }
}
