// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void writesOneLineForACallWithItsFigures() {
        CallRecord call = new CallRecord("req_1", Instant.EPOCH, "POST", "/v1/chat/completions", 1_000_000);
        call.asked("rotation/r", true);
        call.attempt("a/m");
        call.attempt("b/m");
        call.first(3_500_000);
        call.first(9_000_000);
        call.usage(new Usage(10, 4, 0, 20, 5));
        call.status(200);
        try (RequestLog log = RequestLog.start(out, () -> 11_000_000)) {
            log.add(call);
        }
        assertEquals(
                List.of("{\"time\":\"1970-01-01T00:00:00Z\",\"id\":\"req_1\",\"method\":\"POST\","
                        + "\"path\":\"/v1/chat/completions\",\"status\":200,\"asked\":\"rotation/r\",\"stream\":true,"
                        + "\"target\":\"b/m\",\"attempts\":2,\"input_tokens\":10,\"cached_tokens\":4,"
                        + "\"output_tokens\":20,\"reasoning_tokens\":5,\"bytes_in\":0,\"bytes_out\":0,"
                        + "\"first_token_ms\":2.5,\"total_ms\":10}"),
                lines());
    }

    @Test
    void tellsTheWayOfACallThatDidNotGoStraight() {
        CallRecord call = new CallRecord("req_1", Instant.EPOCH, "POST", "/v1/messages", () -> 1_000_000);
        call.asked("rotation/r", false);
        call.attempt("a/m");
        Trail.Attempt slow = call.trail().attempt("a/m", "k1", Trail.Why.FIRST);
        call.attempt("b/m");
        Trail.Attempt hedge = call.trail().attempt("b/m", "k2", Trail.Why.HEDGE);
        call.selected("a/m");
        slow.answered(Usage.of(1, 2));
        hedge.abandoned("a/m was sooner");
        call.status(200);
        try (RequestLog log = RequestLog.start(out, () -> 1_000_000)) {
            log.add(call);
        }
        String line = lines().getFirst();
        assertTrue(line.contains("\"target\":\"a/m\",\"key\":\"k1\",\"attempts\":2"), line);
        assertTrue(line.contains("\"trail\":\"a/m#k1 answered 0ms; b/m#k2(hedge) abandoned 0ms\""), line);
    }

    @Test
    void cannotBeMadeToWriteASecondLine() {
        CallRecord call = new CallRecord("req_1", Instant.EPOCH, "GET", "/x\n{\"status\":200}\r\n", 0);
        call.failed(Failure.UNKNOWN_PATH, "no\nsuch\u2028path");
        try (RequestLog log = RequestLog.start(out, () -> 0)) {
            log.add(call);
        }
        assertEquals(1, lines().size());
        assertFalse(lines().getFirst().contains("\r"));
    }

    @Test
    void losesNoLineOfManyThreads() throws InterruptedException {
        try (RequestLog log = RequestLog.start(out, () -> 0)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int i = 0; i < 5_000; i++) {
                        log.add(new CallRecord("r", Instant.EPOCH, "GET", "/", 0));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(20_000, lines().size());
        assertTrue(lines().stream().allMatch(line -> line.startsWith("{") && line.endsWith("}")));
    }
}
