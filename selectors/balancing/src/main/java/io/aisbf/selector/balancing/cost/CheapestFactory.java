// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.cost;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;

/** Makes {@link Cheapest}. Its setting {@code output_tokens} is how long an answer is taken to be. */
public final class CheapestFactory implements SelectionStrategyFactory {
    private static final int OUTPUT_TOKENS = 500;

    /** For ServiceLoader. */
    public CheapestFactory() {}

    @Override
    public String type() {
        return "cheapest";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        int outputTokens = settings.integer("output_tokens").orElse(OUTPUT_TOKENS);
        if (outputTokens < 0) {
            throw settings.wrong(
                    "output_tokens", "an answer cannot have " + outputTokens + " tokens; write 0 or more, such as 500");
        }
        return new Cheapest(outputTokens, context.random());
    }
}
