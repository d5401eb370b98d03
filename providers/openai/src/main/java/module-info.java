// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The wire format {@code openai-chat}, inbound and outbound, and the provider {@code openai}: OpenAI and every endpoint
 * compatible to it.
 */
module io.aisbf.provider.openai {
    requires io.aisbf.api;
    requires io.aisbf.wire;

    provides io.aisbf.api.wire.WireFormatFactory with
            io.aisbf.provider.openai.OpenAiChatFactory,
            io.aisbf.provider.openai.responses.OpenAiResponsesFactory;
    provides io.aisbf.api.provider.ProviderFactory with
            io.aisbf.provider.openai.OpenAiFactory;
}
