// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;

/**
 * Makes providers that embed texts in this process. Both settings are optional: {@code threads}, how many threads one
 * text may use, and {@code parallel}, how many texts are embedded at once. Providers with the same settings share one
 * loaded model, also those of the configuration before and after a reload.
 */
public final class LocalFactory implements ProviderFactory {
    private static final int MOST = 256;

    private final Engines engines;

    /** For ServiceLoader. */
    public LocalFactory() {
        this(new Engines(MiniLm::load));
    }

    /** With models that come from elsewhere. */
    LocalFactory(Engines engines) {
        this.engines = engines;
    }

    @Override
    public String type() {
        return "local";
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        int threads = count(settings, "threads", 1);
        int parallel = count(settings, "parallel", Runtime.getRuntime().availableProcessors());
        return new Local(settings.name(), engines.lease(new Engine.Size(threads, parallel)), Platform.current());
    }

    private static int count(Settings settings, String key, int usual) {
        int count = settings.integer(key).orElse(usual);
        if (count < 1 || count > MOST) {
            throw settings.wrong(key, count + " is not between 1 and " + MOST);
        }
        return count;
    }
}
