// SPDX-License-Identifier: GPL-3.0-or-later
/** The protocol of Google, inbound and outbound, and the provider {@code google}. */
module io.aisbf.provider.google {
    requires io.aisbf.api;
    requires io.aisbf.wire;
}
