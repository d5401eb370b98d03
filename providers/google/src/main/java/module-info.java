// SPDX-License-Identifier: GPL-3.0-or-later
/** The protocol of Google's Gemini API, {@code gemini-content}, inbound and outbound, and the provider {@code google}. */
module io.aisbf.provider.google {
    requires io.aisbf.api;
    requires io.aisbf.wire;

    provides io.aisbf.api.wire.WireFormatFactory with
            io.aisbf.provider.google.GeminiContentFactory;
    provides io.aisbf.api.provider.ProviderFactory with
            io.aisbf.provider.google.GoogleFactory;
}
