// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings the provider {@code openai}: OpenAI, and every endpoint that speaks {@code openai-chat}; those that many use by
 * a type of their own.
 */
public final class OpenAiFactory implements ProviderFactory {
    /** For the service loader. */
    public OpenAiFactory() {}

    @Override
    public String type() {
        return "openai";
    }

    /** Each of them a {@link Preset}: an endpoint of which everything is known but the key. */
    @Override
    public Set<String> aliases() {
        Set<String> types = new TreeSet<>(Preset.all().keySet());
        types.remove(Preset.OPENAI);
        return types;
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        OpenAiSettings own = OpenAiSettings.read(settings, context.json());
        WireFormat chat = context.format(WireName.OPENAI_CHAT);
        return new OpenAi(own, chat, responses(own, context), context);
    }

    /** A gateway without that protocol has no use for its being spoken, unless the operator wants it spoken. */
    private static Optional<WireFormat> responses(OpenAiSettings settings, PluginContext context) {
        if (!settings.protocols().contains(WireName.OPENAI_RESPONSES)) {
            return Optional.empty();
        }
        try {
            return Optional.of(context.format(WireName.OPENAI_RESPONSES));
        } catch (SettingsException e) {
            if (settings.protocolsNamed()) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
