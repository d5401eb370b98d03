// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;

/** Brings the wire format {@code openai-chat}: OpenAI's chat completions, embeddings and list of models. */
public final class OpenAiChatFactory implements WireFormatFactory {
    /** For the service loader. */
    public OpenAiChatFactory() {}

    @Override
    public String type() {
        return WireName.OPENAI_CHAT.id();
    }

    @Override
    public WireFormat create(Settings settings, PluginContext context) {
        return new OpenAiChat(context.json(), context.clock());
    }
}
