// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.condense;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.route.ModelEntry;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the endpoints that try condensation need of the gateway. For all threads. */
public interface Bench {
    /** Reads JSON. */
    Json json();

    /** The body of a request. */
    JsonObject body(Exchange exchange);

    /** The condensation methods there are, by the names they go by. */
    Set<String> methods();

    /**
     * What would become of a conversation, found out for as long as the client waits and a call may take.
     *
     * @throws io.aisbf.api.call.CallException {@code UNKNOWN_TARGET} or {@code FORBIDDEN}, as for a call
     */
    Rehearsal rehearse(Exchange exchange, ChatRequest request, UnaryOperator<ModelEntry> changes)
            throws InterruptedException;
}
