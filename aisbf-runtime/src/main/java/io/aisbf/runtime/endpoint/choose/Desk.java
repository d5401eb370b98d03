// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.choose;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.route.Target;
import java.util.Optional;

/** What the endpoints that tell of choices need of the gateway. For all threads. */
public interface Desk {
    /** Reads JSON. */
    Json json();

    /** The body of a request. */
    JsonObject body(Exchange exchange);

    /**
     * What a client asks for.
     *
     * @throws io.aisbf.api.call.CallException {@code UNKNOWN_TARGET} or {@code FORBIDDEN}, as for a call
     */
    Target target(Exchange exchange, String asked);

    /**
     * Who would be asked first, found out for as long as the client waits; the exchange's trail tells by which choices.
     *
     * @return empty where nobody can be asked now
     */
    Optional<Target.Model> explain(Exchange exchange, ChatRequest request, Target target) throws InterruptedException;
}
