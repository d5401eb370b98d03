// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.limits.Asker.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What limits mean to the upstream, by its own count, and to clients. */
@Tag("alone")
@Timeout(240)
class LimitsIT {
    private static final int MINUTE = 60;

    /**
     * The window of what takes a while: all of it has to happen within one, on a slow machine as well. It moves on by the
     * minute.
     */
    private static final int HOUR = 3600;

    private static final int CLIENTS = 200;
    private static final int CALLS = 1_000;
    private static final int LATER = 500;
    private static final int FEW = 10;
    private static final int WORDS = 20;
    private static final int MOST = 10;

    @Test
    void neverMoreThanTheLimitIsAllowedThroughFailuresAndClientsThatLeave() throws Exception {
        int limit = 20_000;
        Heard heard = new Heard();
        try (Meter meter = new Meter(number -> number % 10 == 0, Duration.ofMillis(100));
                Product product = Product.start(Product.NO_COOLDOWN + """
                    on_limit: model
                    providers:
                      up: {type: openai, endpoint: "%s", api_key: sk-1, retries: 0, timeouts: {connect: 60s},
                           models: [{name: gpt-4o, rate_limit_TPH: %d}]}
                    """.formatted(meter.endpoint(), limit));
                Asker asker = new Asker(product.address())) {
            Crowd.each(0, CALLS, CLIENTS, number -> rush(asker, number, heard));
            // All of the rush may be refused while the first of it are on their way: what they gave back is for a few.
            Crowd.each(CALLS, CALLS + LATER, FEW, number -> rush(asker, number, heard));
            assertEquals(List.of(), List.copyOf(heard.wrong));
            assertTrue(meter.peak() <= limit, meter.peak() + " tokens were allowed at a time, by the upstream's count");
            assertTrue(meter.sum() > limit * 0.6, "the limit is of use to nobody: only " + meter.sum());
            assertTrue(meter.failed() > 5, "some failed: " + meter.failed());
            assertTrue(heard.answered.get() > 50, heard.answered + " answered");
            assertTrue(heard.refused.get() > 50, heard.refused + " refused");
            nothingIsLeftReserved(asker, limit);
        }
    }

    /** What clients heard. */
    private static final class Heard {
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
    }

    private static void rush(Asker asker, int number, Heard heard) throws Exception {
        int words = 10 + number % 50;
        int most = 50 + number % 100;
        if (number % 10 == 3) {
            asker.leave("up/gpt-4o", words, most, Duration.ofMillis(number % 150));
            return;
        }
        Answer answer = asker.chat("up/gpt-4o", words, most, number % 3 == 0);
        switch (answer.status()) {
            case 200 -> heard.answered.incrementAndGet();
            case 429 -> {
                heard.refused.incrementAndGet();
                if (answer.retryAfter() < 1 || answer.retryAfter() > HOUR + MINUTE + 1) {
                    heard.wrong.add("no true Retry-After: " + answer);
                }
            }
            case 500, 502 -> {
                // What the upstream said of itself.
            }
            default -> heard.wrong.add(answer.toString());
        }
    }

    private static void nothingIsLeftReserved(Asker asker, int limit) throws Exception {
        long start = System.nanoTime();
        JsonNode fill = fill(asker);
        while (fill.path("reserved").asLong() > 0 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
            fill = fill(asker);
        }
        assertEquals(0, fill.path("reserved").asLong(-1), fill.toString());
        assertTrue(fill.path("used").asLong() > 0 && fill.path("used").asLong() <= limit, fill.toString());
    }

    private static JsonNode fill(Asker asker) throws Exception {
        return asker.get("/api/limits").json().at("/limits/0");
    }

    @Test
    void aRotationGoesOnToTheNextAndSaysWhenThereIsRoomAgain() throws Exception {
        try (Meter a = new Meter();
                Meter b = new Meter();
                Product product = Product.start("""
                    on_limit: model
                    providers:
                      a: {type: openai, endpoint: "%s", api_key: sk-1, models: [{name: text, rate_limit_RPM: 2}]}
                      b: {type: openai, endpoint: "%s", api_key: sk-2, models: [{name: text, rate_limit_RPM: 2}]}
                    rotations:
                      all: {strategy: priority, models: {a/text: 2, b/text: 1}}
                    """.formatted(a.endpoint(), b.endpoint()));
                Asker asker = new Asker(product.address())) {
            long start = System.nanoTime();
            Answer latest = asker.chat("all", WORDS, MOST, false);
            for (int i = 1; i < 4; i++) {
                assertEquals(200, latest.status(), latest.toString());
                latest = asker.chat("all", WORDS, MOST, i % 2 == 0);
            }
            assertEquals(200, latest.status(), latest.toString());
            assertEquals(List.of(2, 2), List.of(a.asked(), b.asked()));
            Answer trail = asker.get("/api/calls/" + latest.header("x-request-id"));
            assertTrue(trail.body().contains("a.models.text.rate_limit_RPM of 2 is reached"), trail.toString());

            Answer full = asker.chat("all", WORDS, MOST, false);
            assertEquals(429, full.status(), full.toString());
            assertIsLeftOfAMinute(full.retryAfter(), start, full);
            assertTrue(full.body().contains("rate_limit_RPM"), "the error names it: " + full);
            assertEquals(List.of(2, 2), List.of(a.asked(), b.asked()), "nobody was asked in vain");
        }
    }

    /** No more of a minute is over than went by since that moment, in whole seconds: no request came before it. */
    private static void assertIsLeftOfAMinute(long seconds, long start, Object shown) {
        double atLeast = MINUTE - 1 - (System.nanoTime() - start) / 1e9;
        assertTrue(seconds >= atLeast && seconds <= MINUTE + 1, () -> seconds + " of " + atLeast + ": " + shown);
    }

    @Test
    void afterItsRetryAfterThereIsRoomAndNotBefore() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start("""
                    on_limit: model
                    providers:
                      up: {type: openai, endpoint: "%s", api_key: sk-1, models: [{name: text, rate_limit: 4}]}
                    """.formatted(meter.endpoint()));
                Asker asker = new Asker(product.address())) {
            Answer early = asker.chat("up/text", WORDS, MOST, false);
            assertEquals(200, early.status(), early.toString());
            // On a slow machine four seconds may be over before somebody asks again.
            for (int i = 0; i < FEW && early.status() == 200; i++) {
                early = asker.chat("up/text", WORDS, MOST, false);
            }
            assertEquals(429, early.status(), early.toString());
            int before = meter.asked();
            assertTrue(early.retryAfter() >= 1 && early.retryAfter() <= 4, early.toString());

            var _ = new CountDownLatch(1).await(early.retryAfter(), TimeUnit.SECONDS);
            Answer then = asker.chat("up/text", WORDS, MOST, false);
            assertEquals(200, then.status(), then.toString());
            assertEquals(1, meter.asked() - before);
        }
    }

    @Test
    void whereNothingElseIsWrittenAReachedLimitLeavesTheWholeProviderAlone() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start("""
                    providers:
                      up:
                        {type: openai, endpoint: "%s", api_key: sk-1,
                         models: [{name: one, rate_limit_RPM: 1}, {name: two}]}
                    """.formatted(meter.endpoint()));
                Asker asker = new Asker(product.address())) {
            long start = System.nanoTime();
            assertEquals(200, asker.chat("up/one", WORDS, MOST, false).status());
            assertEquals(200, asker.chat("up/two", WORDS, MOST, false).status(), "nothing is reached yet");
            assertEquals(429, asker.chat("up/one", WORDS, MOST, false).status());

            Answer other = asker.chat("up/two", WORDS, MOST, false);
            assertEquals(429, other.status(), "as 0.3.2 has it: " + other);
            assertIsLeftOfAMinute(other.retryAfter(), start, other);
            assertEquals(2, meter.asked(), "nobody was asked in vain");

            JsonNode target = asker.get("/health/targets").json().at("/targets/0");
            assertEquals("up", target.path("provider").asText(), target.toString());
            assertTrue(target.path("model").isMissingNode(), "all of its models: " + target);
            assertEquals("RATE_LIMITED", target.path("failure").asText(), target.toString());
            assertIsLeftOfAMinute(target.path("retry_after_s").asLong(), start, target);
        }
    }
}
