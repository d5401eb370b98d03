// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.runtime.deliver.KeepAlive;
import io.aisbf.runtime.dispatch.Dispatcher;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.route.ModelList;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What every endpoint of one generation works with.
 *
 * @param maxRequestBytes the largest body that is read
 * @param callTimeout how long a call may take in all
 * @param strict whether every call is one that wants no loss at all
 * @param keepAlive what keeps streams from being silent for too long
 * @param nanoTime the clock that deadlines and figures go by
 */
public record Engine(
        Json json,
        Targets targets,
        Dispatcher dispatcher,
        ModelList models,
        long maxRequestBytes,
        Duration callTimeout,
        boolean strict,
        KeepAlive keepAlive,
        LongSupplier nanoTime) {
    /**
     * What a client asks for.
     *
     * @throws CallException {@code UNKNOWN_TARGET} if there is no such thing, {@code FORBIDDEN} if it is not for this
     *     client
     */
    Target target(Exchange exchange, String asked, Targets.Scope scope) {
        return new Reach(targets, exchange.visitor()).target(asked, scope);
    }

    /** The body of a request, checked to be one JSON object. */
    JsonObject body(Exchange exchange) {
        byte[] body = exchange.jsonBody(maxRequestBytes);
        try {
            return json.object(body);
        } catch (JsonException e) {
            throw new CallException(
                    Failure.INVALID_REQUEST, "the body is not a valid JSON object: " + e.getMessage(), e);
        }
    }
}
