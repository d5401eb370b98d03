// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.Product;
import io.aisbf.distribution.limits.Asker.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits over several gateways, by the upstream's own count; what clients hear while Redis is away. */
@Tag("alone")
@Timeout(360)
class SharedLimitsIT {
    private static final int CLIENTS = 200;
    private static final int CALLS = 900;
    private static final int LIMIT = 20_000;
    private static final long HEALING = TimeUnit.SECONDS.toNanos(60);
    private static final String PATIENT = "timeout: 8s";

    /** For hundreds of calls at a time on a busy machine: the longest that may be written. */
    private static final String CROWDED = "timeout: 10s";

    private static final String TOO_SLOW = "the store that the gateways share is away";

    private final List<AutoCloseable> open = new ArrayList<>();
    private OwnRedis redis;

    @BeforeEach
    void begin() throws Exception {
        redis = new OwnRedis();
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        redis.close();
    }

    private Asker gateway(String yaml, Map<String, String> environment) throws Exception {
        Product product = Product.start(yaml, environment);
        open.add(product);
        Asker asker = new Asker(product.address());
        open.add(asker);
        return asker;
    }

    private static String yaml(String store, Meter meter, String limits) {
        return store + """
            on_limit: model
            providers:
              up: {type: openai, endpoint: "%s", api_key: sk-1, retries: 0, timeouts: {connect: 60s},
                   models: [{name: gpt-4o, %s}, {name: free}]}
            """.formatted(meter.endpoint(), limits);
    }

    private static void soon(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertTrue(System.nanoTime() - start < HEALING, what);
        }
    }

    /** What clients heard. */
    private static final class Heard {
        private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
    }

    @Test
    void threeGatewaysAllowNoMoreThanOneThroughFailuresAndClientsThatLeave() throws Exception {
        Heard heard = new Heard();
        try (Meter meter = new Meter(number -> number % 10 == 0, Duration.ofMillis(100))) {
            List<Asker> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(gateway(yaml(redis.store(CROWDED), meter, "rate_limit_TPH: " + LIMIT), Map.of()));
            }
            Crowd.each(0, CALLS, CLIENTS, number -> rush(nodes.get(number % nodes.size()), number, heard));
            assertEquals(List.of(), List.copyOf(heard.wrong));
            assertTrue(meter.peak() <= LIMIT, meter.peak() + " tokens were allowed at a time, by the upstream's count");
            assertTrue(meter.sum() > LIMIT * 0.6, "the limit is of use to nobody: only " + meter.sum());
            assertTrue(heard.answered.get() > 50, heard.answered + " answered");
            assertTrue(heard.refused.get() > 50, heard.refused + " refused");
            for (Asker node : nodes) {
                soon("it is not settled, or not known at all of them: " + node.get("/api/limits"), () -> {
                    long used = fill(node, "used");
                    return fill(node, "reserved") == 0 && used > 0 && used <= LIMIT;
                });
            }
        }
    }

    private static void rush(Asker node, int number, Heard heard) throws Exception {
        int words = 10 + number % 50;
        int most = 50 + number % 100;
        try {
            if (number % 10 == 3) {
                node.leave("up/gpt-4o", words, most, Duration.ofMillis(number % 150));
                return;
            }
            Answer answer = node.chat("up/gpt-4o", words, most, number % 3 == 0);
            switch (answer.status()) {
                case 200 -> heard.answered.incrementAndGet();
                case 429 -> heard.refused.incrementAndGet();
                case 500, 502 -> {
                    // What the upstream said of itself.
                }
                default -> {
                    // Where Redis does not get to answer in time, limits are closed, as they should be.
                    if (answer.status() != 503 || !answer.body().contains(TOO_SLOW)) {
                        heard.wrong.add(answer.toString());
                    }
                }
            }
        } catch (IOException _) {
            // Three gateways and their clients on one machine may be slow; who waits no longer is one who leaves.
        }
    }

    private static long fill(Asker node, String what) throws Exception {
        return node.get("/api/limits").json().at("/limits/0").path(what).asLong(-1);
    }

    @Test
    void whileRedisIsAwayLimitsAreClosedAndAllElseGoesOn() throws Exception {
        try (Meter meter = new Meter()) {
            String limits = "rate_limit_TPM: " + LIMIT;
            Asker node = gateway(yaml(redis.store(PATIENT), meter, limits), Map.of());
            assertEquals(200, node.chat("up/gpt-4o", 20, 10, false).status());
            assertEquals("redis", ready(node).path("store").asText());

            redis.stop();
            Answer closed = node.chat("up/gpt-4o", 20, 10, false);
            assertEquals(503, closed.status(), closed.toString());
            assertTrue(closed.retryAfter() >= 1, closed.toString());
            assertTrue(closed.body().contains("rate_limit_TPM cannot be looked at"), closed.toString());
            assertEquals(200, node.chat("up/free", 20, 10, false).status());
            assertTrue(
                    ready(node).path("store").asText().contains("cannot be asked"),
                    ready(node).toString());
            assertEquals(2, meter.asked(), "nobody was asked in vain");

            redis.startAgain();
            soon("it does not heal", () -> ready(node).path("store").asText().equals("redis"));
            assertEquals(200, node.chat("up/gpt-4o", 20, 10, false).status());
        }
    }

    @Test
    void whileRedisIsAwayEachGatewayKeepsItsShareIfThatIsWanted() throws Exception {
        try (Meter meter = new Meter()) {
            String store = redis.store("down: local_share, nodes: 2, " + PATIENT);
            Asker one = gateway(yaml(store, meter, "rate_limit_RPM: 6"), Map.of());
            Asker two = gateway(yaml(store, meter, "rate_limit_RPM: 6"), Map.of());
            assertEquals(200, one.chat("up/gpt-4o", 20, 10, false).status());

            redis.stop();
            assertEquals(2, allowed(one), "the one before counts");
            assertEquals(3, allowed(two));

            redis.startAgain();
            soon(
                    "it does not heal",
                    () -> ready(one).path("store").asText().equals("redis")
                            && ready(two).path("store").asText().equals("redis"));
            soon("what was allowed meanwhile is not booked", () -> fill(one, "used") + fill(one, "reserved") == 5);
            assertEquals(1, allowed(two), "Redis has lost the first, and knows of the other five");
        }
    }

    private static int allowed(Asker node) throws Exception {
        int allowed = 0;
        while (node.chat("up/gpt-4o", 20, 10, false).status() == 200) {
            allowed++;
        }
        return allowed;
    }

    private static JsonNode ready(Asker node) throws Exception {
        return node.get("/health/ready").json();
    }

    @Test
    void whomOneGatewayLeavesAloneTheOthersLeaveAloneAsWell() throws Exception {
        try (Meter meter = new Meter()) {
            String yaml = yaml(redis.store(PATIENT), meter, "rate_limit_RPM: 1")
                    .replace("enabled: false", "enabled: true")
                    .replace("on_limit: model", "on_limit: provider");
            Asker one = gateway(yaml, Map.of());
            Asker two = gateway(yaml, Map.of());
            assertEquals(200, one.chat("up/gpt-4o", 20, 10, false).status());
            assertEquals(429, one.chat("up/gpt-4o", 20, 10, false).status());

            soon(
                    "the other has not heard of it",
                    () -> two.get("/health/targets").body().contains("RATE_LIMITED"));
            assertEquals(429, two.chat("up/free", 20, 10, false).status());
        }
    }

    @Test
    void twoGatewaysOverOneFolderAreWarnedOf() throws Exception {
        try (Meter meter = new Meter()) {
            String yaml = yaml("", meter, "rate_limit_RPM: 1");
            Product first = Product.start(yaml);
            open.add(first);
            Asker one = new Asker(first.address());
            open.add(one);
            assertFalse(ready(one).has("warning"), ready(one).toString());

            Product second = Product.start(
                    yaml,
                    Map.of("AISBF_STATE_DIR", first.folder().resolve("state").toString()));
            open.add(second);
            Asker two = new Asker(second.address());
            open.add(two);

            assertTrue(
                    ready(two).path("warning").asText().contains("store: redis://HOST"),
                    ready(two).toString());
            assertTrue(
                    ready(one).path("warning").asText().contains("state: FOLDER"),
                    ready(one).toString());
            second.await(line -> line.contains("is not this gateway's alone"));
            assertEquals("memory", ready(two).path("store").asText());
        }
    }
}
