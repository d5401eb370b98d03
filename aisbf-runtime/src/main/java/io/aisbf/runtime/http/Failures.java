// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import static java.lang.System.Logger.Level.ERROR;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** Tells failures to clients: in their protocol where it is known, in the gateway's own words where it is not. */
public final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /** Tells a failure for which nothing has been written yet. */
    static void tell(CallException failure, Optional<WireFormat> format, ReplySink sink) throws IOException {
        if (format.isPresent()) {
            try {
                format.get().writeFailure(failure, sink);
                return;
            } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
                LOG.log(ERROR, "wire format " + format.get().name() + " could not tell a failure", e);
                if (sink.opened()) {
                    throw new IOException("the answer broke off", e);
                }
            }
        }
        plain(failure, sink);
    }

    private static void plain(CallException failure, ReplySink sink) throws IOException {
        JsonWriter body = new JsonWriter().object().name("error").object();
        body.name("message").text(failure.getMessage());
        body.name("type").text(failure.failure().name().toLowerCase(java.util.Locale.ROOT));
        Map<String, String> headers = failure.details()
                .retryAfter()
                .map(wait -> Map.of("retry-after", Long.toString(Math.ceilDiv(wait.toMillis(), 1_000))))
                .orElse(Map.of());
        OutputStream out = sink.open(failure.failure().status(), "application/json", headers);
        body.end().end().finish().writeTo(out);
    }

    /** Anything that was thrown, as a failure. */
    public static CallException of(Throwable thrown) {
        if (thrown instanceof CallException failure) {
            return failure;
        }
        LOG.log(ERROR, "a request failed inside the gateway", thrown);
        return new CallException(
                Failure.INTERNAL,
                "something inside the gateway broke; its log says what, under this request's id",
                thrown);
    }

    /** The failure behind a status with which the guard refuses a request. */
    static Failure ofRefusal(int status) {
        return switch (status) {
            case 413 -> Failure.REQUEST_TOO_LARGE;
            case 500 -> Failure.INTERNAL;
            case 408 -> Failure.REQUEST_TIMED_OUT;
            case 503 -> Failure.OVERLOADED;
            default -> Failure.INVALID_REQUEST;
        };
    }
}
