// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;

/** Brings the provider {@code anthropic}: Anthropic, and every endpoint that speaks {@code anthropic-messages}. */
public final class AnthropicFactory implements ProviderFactory {
    /** For the service loader. */
    public AnthropicFactory() {}

    @Override
    public String type() {
        return "anthropic";
    }

    /** The format is made here rather than asked for, since it writes what this endpoint is particular about. */
    @Override
    public Provider create(Settings settings, PluginContext context) {
        AnthropicSettings own = AnthropicSettings.read(settings, context.json());
        AnthropicMessages format = new AnthropicMessages(context.json(), context.clock(), own.manner());
        return new Anthropic(own.upstream(), format, context);
    }
}
