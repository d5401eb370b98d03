// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

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

/**
 * A failure as Ollama's clients read it: {@code {"error": "words"}}, with headers that tell when, and whether, to ask
 * again.
 */
public final class ErrorBody {
    /** In the words with which Ollama itself says that a prompt is too long. */
    private static final String TOO_LONG = "context length";

    private ErrorBody() {}

    /** Writes a failure as the whole answer. */
    public static void write(CallException failure, ReplySink sink) throws IOException {
        json(failure).writeTo(sink.open(failure.failure().status(), "application/json", headers(failure)));
    }

    /** The object that tells it. */
    static RawJson json(CallException failure) {
        String message = String.valueOf(failure.getMessage());
        boolean unsaid = failure.failure() == Failure.CONTEXT_TOO_LONG
                && !message.toLowerCase(Locale.ROOT).contains(TOO_LONG);
        String words = unsaid ? "the input exceeds the maximum context length: " + message : message;
        return new JsonWriter().object().name("error").text(words).end().finish();
    }

    private static Map<String, String> headers(CallException failure) {
        Map<String, String> headers = new LinkedHashMap<>();
        failure.details().retryAfter().ifPresent(wait -> {
            headers.put("retry-after", Long.toString(roundedUp(wait, 1_000_000_000)));
            headers.put("retry-after-ms", Long.toString(roundedUp(wait, 1_000_000)));
        });
        switch (failure.failure()) {
            case REQUEST_TIMED_OUT -> {}
            case QUOTA_EXHAUSTED, BUDGET_SPENT, KEY_REFUSED, UNKNOWN_MODEL -> headers.put("x-should-retry", "false");
            case RATE_LIMITED -> headers.put("x-should-retry", "true");
            default -> {
                boolean callers = failure.failure().fault() == Failure.Fault.CALLER;
                headers.put("x-should-retry", Boolean.toString(!callers));
            }
        }
        return headers;
    }

    private static long roundedUp(Duration wait, long unit) {
        return Math.ceilDiv(wait.toNanos(), unit);
    }
}
