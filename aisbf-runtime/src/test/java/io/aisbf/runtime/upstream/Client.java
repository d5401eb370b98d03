// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.plugin.Upstream.Reply;
import io.aisbf.api.plugin.Upstream.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.function.Executable;

/** The client under test with a clock that can be put forward, and short ways to ask it. */
final class Client implements AutoCloseable {
    private final AtomicLong ahead = new AtomicLong();
    private final HttpUpstream http;

    Client() {
        this(HttpUpstream.Settings.DEFAULT);
    }

    Client(HttpUpstream.Settings settings) {
        this.http = new HttpUpstream(settings, () -> System.nanoTime() + ahead.get());
    }

    HttpUpstream http() {
        return http;
    }

    /** Puts the client's clock forward. */
    void advance(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    Call call() {
        return Call.start("test", Duration.ofSeconds(20));
    }

    Request request(String method, URI uri, Map<String, String> headers, List<ByteBuffer> body) {
        return new Request(method, uri, headers, body, Deadlines.DEFAULT);
    }

    Reply open(URI uri) throws InterruptedException {
        return http.send(request("GET", uri, Map.of(), List.of()), call());
    }

    /** The whole body of a GET. */
    String get(URI uri) throws IOException, InterruptedException {
        return text(request("GET", uri, Map.of(), List.of()));
    }

    /** The whole body of a GET with its own deadlines. */
    String get(URI uri, Deadlines deadlines, Call call) throws IOException, InterruptedException {
        try (Reply reply = http.send(new Request("GET", uri, Map.of(), List.of(), deadlines), call)) {
            return new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    String post(URI uri, Map<String, String> headers, String body) throws IOException, InterruptedException {
        return text(
                request("POST", uri, headers, List.of(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)))));
    }

    String text(Request request) throws IOException, InterruptedException {
        try (Reply reply = http.send(request, call())) {
            return new String(reply.body().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Expects a failure of that kind whose message says so. */
    CallException fails(Failure failure, String words, Executable action) {
        CallException e = assertThrows(CallException.class, action);
        assertEquals(failure, e.failure(), e.getMessage());
        assertTrue(e.getMessage().contains(words), e.getMessage());
        return e;
    }

    @Override
    public void close() {
        http.close();
    }
}
