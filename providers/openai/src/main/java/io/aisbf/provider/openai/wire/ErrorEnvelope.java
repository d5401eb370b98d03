// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.wire;

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
 * A failure as OpenAI's clients read it: {@code {"error": {"message", "type", "param", "code"}}}, with {@code
 * retry-after} in seconds and {@code retry-after-ms}, and {@code x-should-retry}, by which the official libraries, which
 * ask again after any 429 or 5xx, learn whether that is in vain.
 */
public final class ErrorEnvelope {
    /** Words by which LangChain and others know that the prompt was too long. */
    private static final String TOO_LONG = "maximum context length";

    private ErrorEnvelope() {}

    /** Writes a failure as the whole answer. */
    public static void write(CallException failure, ReplySink sink) throws IOException {
        json(failure).writeTo(sink.open(failure.failure().status(), "application/json", headers(failure)));
    }

    /** The envelope. */
    public static RawJson json(CallException failure) {
        JsonWriter writer = new JsonWriter().object().name("error").object();
        writer.name("message").text(message(failure));
        writer.name("type").text(type(failure.failure()));
        text(writer.name("param"), failure.details().member());
        text(writer.name("code"), failure.details().code().or(() -> code(failure.failure())));
        return writer.end().end().finish();
    }

    /** The headers that tell when, and whether, to ask again. */
    static Map<String, String> headers(CallException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        failure.details().retryAfter().ifPresent(wait -> {
            headers.put("retry-after", Long.toString(roundedUp(wait, 1_000_000_000)));
            headers.put("retry-after-ms", Long.toString(roundedUp(wait, 1_000_000)));
        });
        again(failure.failure()).ifPresent(word -> headers.put("x-should-retry", word.toString()));
        return headers;
    }

    private static long roundedUp(Duration wait, long unit) {
        return Math.ceilDiv(wait.toNanos(), unit);
    }

    /** Whether the very same request may fare better in a moment; empty where the client may judge by the status. */
    private static Optional<Boolean> again(Failure failure) {
        return switch (failure) {
            case QUOTA_EXHAUSTED, BUDGET_SPENT, KEY_REFUSED, UNKNOWN_MODEL -> Optional.of(false);
            case RATE_LIMITED, UNREACHABLE, MALFORMED_REPLY, PROVIDER_FAILED, OVERLOADED, UNAVAILABLE, TIMED_OUT ->
                Optional.of(true);
            case REQUEST_TIMED_OUT -> Optional.empty();
            default -> failure.fault() == Failure.Fault.CALLER ? Optional.of(false) : Optional.empty();
        };
    }

    private static String message(CallException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean known = message.toLowerCase(Locale.ROOT).contains(TOO_LONG);
        return failure.failure() != Failure.CONTEXT_TOO_LONG || known
                ? message
                : "This request exceeds this model's maximum context length: " + message;
    }

    private static String type(Failure failure) {
        return switch (failure) {
            case RATE_LIMITED -> "rate_limit_error";
            case QUOTA_EXHAUSTED, BUDGET_SPENT -> "insufficient_quota";
            case FORBIDDEN -> "permission_error";
            default -> failure.status() < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static Optional<String> code(Failure failure) {
        return switch (failure) {
            case INVALID_REQUEST -> Optional.empty();
            case CANNOT_CARRY -> Optional.of("unsupported_parameter");
            case CONTEXT_TOO_LONG -> Optional.of("context_length_exceeded");
            case CONTENT_REFUSED -> Optional.of("content_filter");
            case UNAUTHENTICATED -> Optional.of("invalid_api_key");
            case UNKNOWN_PATH -> Optional.of("unknown_url");
            case UNKNOWN_TARGET, UNKNOWN_MODEL -> Optional.of("model_not_found");
            case RATE_LIMITED -> Optional.of("rate_limit_exceeded");
            case QUOTA_EXHAUSTED, BUDGET_SPENT -> Optional.of("insufficient_quota");
            case KEY_REFUSED -> Optional.of("upstream_auth");
            default -> Optional.of(failure.name().toLowerCase(Locale.ROOT));
        };
    }

    private static void text(JsonWriter writer, Optional<String> value) {
        value.ifPresentOrElse(writer::text, () -> writer.raw(RawJson.NULL));
    }
}
