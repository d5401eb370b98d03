// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;

/** Brings the wire format {@code ollama-chat}: Ollama's chat, embeddings, and lists of models. */
public final class OllamaChatFactory implements WireFormatFactory {
    /** For the service loader. */
    public OllamaChatFactory() {}

    @Override
    public String type() {
        return WireName.OLLAMA_CHAT.id();
    }

    @Override
    public WireFormat create(Settings settings, PluginContext context) {
        return new OllamaChat(context.json(), context.clock());
    }
}
