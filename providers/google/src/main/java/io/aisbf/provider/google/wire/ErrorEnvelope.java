// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.wire;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.ReplySink;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A failure as Google's clients read it: {@code {"error": {"code", "message", "status", "details"}}} (<a
 * href="https://cloud.google.com/apis/design/errors">Errors</a>), with the wait both as a {@code RetryInfo} and as the
 * headers that everybody else knows.
 */
public final class ErrorEnvelope {
    private static final String TYPE = "type.googleapis.com/google.rpc.";
    private static final String TOO_LONG = "input token count";
    private static final long NANOS = 1_000_000_000;

    private ErrorEnvelope() {}

    /**
     * Writes a failure as the whole answer.
     *
     * @param inArray whether the client waits for an array of chunks, in which even this has to stand
     */
    public static void write(CallException failure, ReplySink sink, boolean inArray) throws IOException {
        RawJson body = json(failure);
        RawJson sent = inArray ? RawJson.array(List.of(body)) : body;
        sent.writeTo(sink.open(failure.failure().status(), "application/json", headers(failure)));
    }

    /** The envelope. */
    public static RawJson json(CallException failure) {
        JsonWriter writer = new JsonWriter().object().name("error").object();
        writer.name("code").number(failure.failure().status());
        writer.name("message").text(message(failure));
        writer.name("status").text(status(failure.failure()));
        writer.name("details").array().object().name("@type").text(TYPE + "ErrorInfo");
        writer.name("reason").text(reason(failure)).name("domain").text("aisbf").end();
        failure.details().member().ifPresent(member -> {
            writer.object().name("@type").text(TYPE + "BadRequest");
            writer.name("fieldViolations").array().object().name("field").text(member);
            writer.name("description").text(message(failure)).end().end().end();
        });
        failure.details().retryAfter().ifPresent(wait -> {
            writer.object().name("@type").text(TYPE + "RetryInfo");
            writer.name("retryDelay").text(seconds(wait)).end();
        });
        return writer.end().end().end().finish();
    }

    private static String reason(CallException failure) {
        if (failure.failure() == Failure.UNAUTHENTICATED) {
            return "API_KEY_INVALID";
        }
        return failure.details().code().orElse(failure.failure().name()).toUpperCase(Locale.ROOT);
    }

    private static String message(CallException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.failure() != Failure.CONTEXT_TOO_LONG
                        || message.toLowerCase(Locale.ROOT).contains(TOO_LONG)
                ? message
                : "The input token count exceeds the maximum number of tokens allowed: " + message;
    }

    /** A span as ProtoJSON spells it: seconds with as many digits behind the point as are needed. */
    private static String seconds(Duration wait) {
        int nanos = wait.getNano();
        String fraction =
                nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos).replaceFirst("0+$", "");
        return wait.getSeconds() + fraction + "s";
    }

    private static Map<String, String> headers(CallException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        failure.details().retryAfter().ifPresent(wait -> {
            headers.put("retry-after", Long.toString(Math.ceilDiv(wait.toNanos(), NANOS)));
            headers.put("retry-after-ms", Long.toString(Math.ceilDiv(wait.toNanos(), NANOS / 1000)));
        });
        Failure row = failure.failure();
        boolean inVain = row == Failure.QUOTA_EXHAUSTED
                || row == Failure.BUDGET_SPENT
                || row == Failure.KEY_REFUSED
                || (row.status() < 500 && !row.tryNext() && !row.trySame());
        boolean passes = row == Failure.RATE_LIMITED || (row.status() >= 500 && (row.tryNext() || row.trySame()));
        if (inVain) {
            headers.put("x-should-retry", "false");
        } else if (passes) {
            headers.put("x-should-retry", "true");
        }
        return headers;
    }

    private static String status(Failure failure) {
        return switch (failure) {
            case INVALID_REQUEST,
                    CANNOT_CARRY,
                    CONTEXT_TOO_LONG,
                    CONTENT_REFUSED,
                    REQUEST_TOO_LARGE,
                    UNSUPPORTED_MEDIA_TYPE -> "INVALID_ARGUMENT";
            case UNAUTHENTICATED -> "UNAUTHENTICATED";
            case FORBIDDEN -> "PERMISSION_DENIED";
            case UNKNOWN_PATH, UNKNOWN_TARGET, UNKNOWN_MODEL -> "NOT_FOUND";
            case METHOD_NOT_ALLOWED -> "UNIMPLEMENTED";
            case REQUEST_TIMED_OUT, TIMED_OUT -> "DEADLINE_EXCEEDED";
            case RATE_LIMITED, QUOTA_EXHAUSTED, BUDGET_SPENT -> "RESOURCE_EXHAUSTED";
            case CALLER_GONE -> "CANCELLED";
            case UNREACHABLE, OVERLOADED, UNAVAILABLE -> "UNAVAILABLE";
            case INTERNAL, PLUGIN_FAILED, KEY_REFUSED, MALFORMED_REPLY, PROVIDER_FAILED -> "INTERNAL";
        };
    }
}
