// SPDX-License-Identifier: GPL-3.0-or-later
/** The protocol of Ollama, inbound and outbound, and the provider {@code ollama}. */
module io.aisbf.provider.ollama {
    requires io.aisbf.api;
    requires io.aisbf.wire;
}
