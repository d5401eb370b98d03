// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

import io.aisbf.api.json.JsonObject;

/** A body together with the protocol it is written in. */
public record WireBody(WireName format, JsonObject json) {}
