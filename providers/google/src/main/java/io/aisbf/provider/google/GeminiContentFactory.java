// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;

/** Brings the wire format {@code gemini-content}: answers, token counts, embeddings and lists of models. */
public final class GeminiContentFactory implements WireFormatFactory {
    /** For the service loader. */
    public GeminiContentFactory() {}

    @Override
    public String type() {
        return WireName.GEMINI_CONTENT.id();
    }

    @Override
    public WireFormat create(Settings settings, PluginContext context) {
        return new GeminiContent(context.json(), context.clock());
    }
}
