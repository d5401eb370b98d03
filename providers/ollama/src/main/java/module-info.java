// SPDX-License-Identifier: GPL-3.0-or-later
/** The protocols of Ollama, inbound and outbound, and the provider {@code ollama}. */
module io.aisbf.provider.ollama {
    requires io.aisbf.api;
    requires io.aisbf.wire;

    provides io.aisbf.api.wire.WireFormatFactory with
            io.aisbf.provider.ollama.OllamaChatFactory,
            io.aisbf.provider.ollama.OllamaGenerateFactory;
    provides io.aisbf.api.provider.ProviderFactory with
            io.aisbf.provider.ollama.OllamaFactory;
}
