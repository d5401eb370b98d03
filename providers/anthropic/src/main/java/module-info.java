// SPDX-License-Identifier: GPL-3.0-or-later
/** The wire format {@code anthropic-messages}, inbound and outbound, and the provider {@code anthropic}. */
module io.aisbf.provider.anthropic {
    requires io.aisbf.api;
    requires io.aisbf.wire;

    provides io.aisbf.api.wire.WireFormatFactory with
            io.aisbf.provider.anthropic.AnthropicMessagesFactory;
    provides io.aisbf.api.provider.ProviderFactory with
            io.aisbf.provider.anthropic.AnthropicFactory;
}
