// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.wire.reach.UpstreamSettings;
import java.util.Optional;

/** Brings the provider {@code ollama}: an Ollama on this machine or another, or ollama.com. */
public final class OllamaFactory implements ProviderFactory {
    private static final UpstreamSettings.Defaults DEFAULTS = new UpstreamSettings.Defaults(
            Optional.of("http://127.0.0.1:11434"), "authorization", Optional.of("OLLAMA_API_KEY"), false, true);

    /** For the service loader. */
    public OllamaFactory() {}

    @Override
    public String type() {
        return "ollama";
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        UpstreamSettings upstream = UpstreamSettings.read(settings, context.json(), DEFAULTS);
        if (upstream.endpoint().endsWith("/v1")) {
            throw settings.wrong(
                    "endpoint",
                    "ends in /v1, where Ollama speaks OpenAI's protocol; leave out /v1, or write 'type: openai'");
        }
        return new Ollama(upstream, context);
    }
}
