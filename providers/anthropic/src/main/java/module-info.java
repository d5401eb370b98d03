// SPDX-License-Identifier: GPL-3.0-or-later
/** The protocol of Anthropic, inbound and outbound, and the provider {@code anthropic}. */
module io.aisbf.provider.anthropic {
    requires io.aisbf.api;
    requires io.aisbf.wire;
}
