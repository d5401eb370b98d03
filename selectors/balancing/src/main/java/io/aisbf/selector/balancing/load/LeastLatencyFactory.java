// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.select.SelectionStrategy;
import io.aisbf.api.select.SelectionStrategyFactory;
import java.time.Duration;

/**
 * Makes {@link LeastLatency}. Its setting {@code half_life} is the time in which an old latency loses half its weight.
 */
public final class LeastLatencyFactory implements SelectionStrategyFactory {
    private static final Duration HALF_LIFE = Duration.ofSeconds(30);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** For ServiceLoader. */
    public LeastLatencyFactory() {}

    @Override
    public String type() {
        return "least_latency";
    }

    @Override
    public SelectionStrategy create(Settings settings, PluginContext context) {
        Duration halfLife = settings.duration("half_life").orElse(HALF_LIFE);
        if (halfLife.compareTo(SHORTEST) < 0 || halfLife.compareTo(LONGEST) > 0) {
            throw settings.wrong(
                    "half_life",
                    "an old latency must lose half its weight within 100ms to 1d, found " + halfLife.toMillis() / 1e3
                            + " s; 30s is the default");
        }
        return new LeastLatency(halfLife, context.clock(), context.random());
    }
}
