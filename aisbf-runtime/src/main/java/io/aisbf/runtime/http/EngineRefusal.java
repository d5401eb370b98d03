// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.runtime.guard.Refusal;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/**
 * Answers what the engine refuses before the gateway's handler sees it, such as a path with characters that may not
 * stand there: in the words of the protocol spoken at that path, like what the guard refuses. Stateless.
 */
final class EngineRefusal implements DirectHandler {
    private final Refusal refusal;

    EngineRefusal(Refusal refusal) {
        this.refusal = refusal;
    }

    /** Handlers for everything the engine refuses. */
    static DirectHandlers all(Refusal refusal) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        EngineRefusal one = new EngineRefusal(refusal);
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, one);
        }
        return handlers.build();
    }

    /** The engine's own words are left out: they quote what the client sent, which may hold a key. */
    @Override
    public TransportResponse handle(
            TransportRequest request, EventType type, Status status, ServerResponseHeaders headers, String message) {
        Refusal.Told told = refusal.tell(request.path(), status.code(), sentence(status.code()));
        TransportResponse.Builder response = TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .keepAlive(false);
        told.id()
                .ifPresent(id -> response.header(HeaderNames.create("x-request-id"), id)
                        .header(HeaderNames.create("request-id"), id));
        return request.method().equals("HEAD")
                ? response.build()
                : response.entity(told.body()).build();
    }

    private static String sentence(int status) {
        return status < 500
                ? "the request cannot be read: something in its path, its query or its headers may not stand there;"
                        + " percent-encode it"
                : "something inside the gateway broke while it read the request";
    }
}
