// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.wire;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.ReplySink;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A failure as Anthropic's clients read it (<a href="https://docs.anthropic.com/en/api/errors">errors</a>): {@code
 * {"type": "error", "error": {"type", "message"}, "request_id"}}, with {@code retry-after} in seconds, {@code
 * retry-after-ms}, and {@code x-should-retry}, which the official libraries obey before they look at the status.
 */
public final class ErrorEnvelope {
    /** The words by which clients, Claude Code among them, know that they must shorten the conversation. */
    private static final String TOO_LONG = "prompt is too long";

    private ErrorEnvelope() {}

    /** Writes a failure as the whole answer to a call of that name, if it has one. */
    public static void write(CallException failure, Optional<String> callId, ReplySink sink) throws IOException {
        json(failure, callId).writeTo(sink.open(status(failure.failure()), "application/json", headers(failure)));
    }

    /** The envelope. */
    public static RawJson json(CallException failure, Optional<String> callId) {
        JsonWriter writer = new JsonWriter()
                .object()
                .name("type")
                .text("error")
                .name("error")
                .object();
        writer.name("type").text(type(failure.failure()));
        writer.name("message").text(message(failure)).end().name("request_id");
        callId.ifPresentOrElse(writer::text, () -> writer.raw(RawJson.NULL));
        return writer.end().finish();
    }

    private static Map<String, String> headers(CallException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        failure.details().retryAfter().ifPresent(wait -> {
            headers.put("retry-after", Long.toString(roundedUp(wait, 1_000_000_000)));
            headers.put("retry-after-ms", Long.toString(roundedUp(wait, 1_000_000)));
        });
        shouldRetry(failure).ifPresent(should -> headers.put("x-should-retry", Boolean.toString(should)));
        return headers;
    }

    private static long roundedUp(Duration wait, long unit) {
        return Math.ceilDiv(wait.toNanos(), unit);
    }

    /** Whether the very same request may fare better in a moment; empty where the status says enough. */
    private static Optional<Boolean> shouldRetry(CallException failure) {
        return switch (failure.failure()) {
            case QUOTA_EXHAUSTED, BUDGET_SPENT, KEY_REFUSED, UNKNOWN_MODEL -> Optional.of(false);
            case RATE_LIMITED, UNREACHABLE, MALFORMED_REPLY, PROVIDER_FAILED, OVERLOADED, TIMED_OUT ->
                Optional.of(true);
            case UNAVAILABLE -> Optional.of(failure.details().retryAfter().isPresent());
            case REQUEST_TIMED_OUT, INTERNAL, PLUGIN_FAILED -> Optional.empty();
            default -> Optional.of(false);
        };
    }

    private static String message(CallException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean known = message.toLowerCase(Locale.ROOT).contains(TOO_LONG);
        return failure.failure() != Failure.CONTEXT_TOO_LONG || known ? message : TOO_LONG + ": " + message;
    }

    private static int status(Failure failure) {
        return switch (failure) {
            case QUOTA_EXHAUSTED, BUDGET_SPENT -> 402;
            case OVERLOADED -> 529;
            default -> failure.status();
        };
    }

    private static String type(Failure failure) {
        return switch (failure) {
            case UNAUTHENTICATED -> "authentication_error";
            case FORBIDDEN -> "permission_error";
            case UNKNOWN_PATH, UNKNOWN_TARGET, UNKNOWN_MODEL -> "not_found_error";
            case REQUEST_TOO_LARGE -> "request_too_large";
            case RATE_LIMITED -> "rate_limit_error";
            case QUOTA_EXHAUSTED, BUDGET_SPENT -> "billing_error";
            case OVERLOADED -> "overloaded_error";
            case TIMED_OUT, REQUEST_TIMED_OUT -> "timeout_error";
            default -> failure.status() < 500 ? "invalid_request_error" : "api_error";
        };
    }
}
