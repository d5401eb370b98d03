// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.reach.UpstreamSettings;
import java.util.Optional;
import java.util.Set;

/** Brings the provider {@code google}: the Gemini API, and every endpoint that speaks {@code gemini-content}. */
public final class GoogleFactory implements ProviderFactory {
    private static final UpstreamSettings.Defaults DEFAULTS = new UpstreamSettings.Defaults(
            Optional.of("https://generativelanguage.googleapis.com/v1beta"),
            "x-goog-api-key",
            Optional.of("GEMINI_API_KEY"),
            true,
            true);

    /** For the service loader. */
    public GoogleFactory() {}

    @Override
    public String type() {
        return "google";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("gemini");
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        UpstreamSettings upstream = UpstreamSettings.read(settings, context.json(), DEFAULTS);
        return new Google(upstream, context.format(WireName.GEMINI_CONTENT), context);
    }
}
