// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;

/** Brings the wire format {@code openai-responses}: OpenAI's responses, which Codex and the newer libraries speak. */
public final class OpenAiResponsesFactory implements WireFormatFactory {
    /** For the service loader. */
    public OpenAiResponsesFactory() {}

    @Override
    public String type() {
        return WireName.OPENAI_RESPONSES.id();
    }

    @Override
    public WireFormat create(Settings settings, PluginContext context) {
        return new OpenAiResponses(context.json(), context.clock());
    }
}
