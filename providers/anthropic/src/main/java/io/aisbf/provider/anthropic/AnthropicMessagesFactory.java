// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireFormatFactory;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.upstream.Manner;

/** Brings the wire format {@code anthropic-messages}: Anthropic's messages, count of tokens and list of models. */
public final class AnthropicMessagesFactory implements WireFormatFactory {
    /** For the service loader. */
    public AnthropicMessagesFactory() {}

    @Override
    public String type() {
        return WireName.ANTHROPIC_MESSAGES.id();
    }

    @Override
    public WireFormat create(Settings settings, PluginContext context) {
        return new AnthropicMessages(context.json(), context.clock(), Manner.USUAL);
    }
}
