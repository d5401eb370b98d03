// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;

/** Brings the wire format {@code ollama-generate}: Ollama's completion of one prompt. */
public final class OllamaGenerateFactory implements WireFormatFactory {
    /** For the service loader. */
    public OllamaGenerateFactory() {}

    @Override
    public String type() {
        return WireName.OLLAMA_GENERATE.id();
    }

    @Override
    public WireFormat create(Settings settings, PluginContext context) {
        return new OllamaGenerate(context.json(), context.clock());
    }
}
