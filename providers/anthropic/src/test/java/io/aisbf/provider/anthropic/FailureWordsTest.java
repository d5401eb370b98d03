// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplySink;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failures as Anthropic's clients get them: status, envelope, headers, and the name of the call. */
class FailureWordsTest {
    @Test
    void failuresAreToldInAnthropicsWords() throws Exception {
        MemorySink sink = new MemorySink();
        Bench.format()
                .replyTo(Asked.of("m"), sink, Bench.call())
                .fail(new CallException(
                        Failure.CONTEXT_TOO_LONG,
                        "too much",
                        CallException.Details.NONE.withRetryAfter(Duration.ofMillis(1500))));

        assertEquals(400, sink.status());
        assertEquals(
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long:"
                        + " too much\"},\"request_id\":\"call-1\"}",
                sink.body());
        assertEquals(Map.of("retry-after", "2", "retry-after-ms", "1500", "x-should-retry", "false"), sink.headers());
        assertEquals("529 true", told(Failure.OVERLOADED));
        assertEquals("402 false", told(Failure.QUOTA_EXHAUSTED));
        assertEquals("429 true", told(Failure.RATE_LIMITED));
        assertEquals("502 false", told(Failure.KEY_REFUSED));
    }

    @Test
    void anEnvelopeNamesTheCallThatFailed() throws Exception {
        CallException failure = new CallException(Failure.UNKNOWN_PATH, "x");
        MemorySink nameless = new MemorySink();
        Bench.format().writeFailure(failure, nameless);
        NamedSink named = new NamedSink(new MemorySink());
        Bench.format().writeFailure(failure, named);

        assertTrue(nameless.body().endsWith(",\"request_id\":null}"), nameless.body());
        assertTrue(
                named.memory().body().endsWith(",\"request_id\":\"req_17\"}"),
                named.memory().body());
    }

    /** A sink that belongs to a call. */
    private record NamedSink(MemorySink memory) implements ReplySink {
        @Override
        public OutputStream open(int status, String mediaType, Map<String, String> headers) {
            return memory.open(status, mediaType, headers);
        }

        @Override
        public boolean opened() {
            return memory.opened();
        }

        @Override
        public Optional<String> callId() {
            return Optional.of("req_17");
        }
    }

    private static String told(Failure failure) throws Exception {
        MemorySink sink = new MemorySink();
        Bench.format().writeFailure(new CallException(failure, "x"), sink);
        return sink.status() + " " + sink.headers().get("x-should-retry");
    }
}
