// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.observe.CallBook;
import io.aisbf.runtime.observe.CallRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells of single calls afterwards: who was asked, in what order, why, and what came of it. */
final class CallsEndpoints {
    private static final String USUAL = "50";
    private static final int MOST = 1_000;
    private static final int LONGEST_ID = 100;

    private final CallBook book;

    CallsEndpoints(CallBook book) {
        this.book = book;
    }

    List<Routes.Route> routes() {
        return List.of(
                new Routes.Route("GET", "/api/calls", Optional.empty(), this::list),
                new Routes.Route("GET", "/api/calls/{id}", Optional.empty(), this::one));
    }

    private void list(Exchange exchange, Map<String, String> parameters) throws IOException {
        JsonWriter json = new JsonWriter().object().name("calls").array();
        for (CallRecord call : book.newest(limit(parameters.getOrDefault("?limit", USUAL)))) {
            call.mention(json.object());
            json.end();
        }
        OwnEndpoints.write(
                exchange, 200, json.end().name("kept").number(book.most()).end());
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is out of bounds.
        }
        throw new CallException(
                Failure.INVALID_REQUEST,
                "limit wants a whole number from 1 to " + MOST + ", found '" + shorten(text) + "'");
    }

    private void one(Exchange exchange, Map<String, String> parameters) throws IOException {
        String id = parameters.getOrDefault("id", "");
        CallRecord call = book.find(id)
                .orElseThrow(() -> new CallException(
                        Failure.UNKNOWN_PATH,
                        "no call '" + shorten(id) + "' is remembered; the last " + book.most()
                                + " since the gateway started are, under the id that x-request-id names"));
        JsonWriter json = new JsonWriter().object();
        call.describe(json);
        OwnEndpoints.write(exchange, 200, json.end());
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_ID ? text : text.substring(0, LONGEST_ID) + "...";
    }
}
