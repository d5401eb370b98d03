// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.wire.WireName;

/** Brings the provider {@code openai}: OpenAI, and every endpoint that speaks {@code openai-chat}. */
public final class OpenAiFactory implements ProviderFactory {
    /** For the service loader. */
    public OpenAiFactory() {}

    @Override
    public String type() {
        return "openai";
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        OpenAiSettings own = OpenAiSettings.read(settings, context.json());
        return new OpenAi(own, context.format(WireName.OPENAI_CHAT), context.http(), context.json());
    }
}
