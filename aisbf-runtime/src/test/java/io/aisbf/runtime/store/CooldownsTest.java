// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.runtime.config.bounds.StoreConfig;
import io.aisbf.runtime.config.bounds.StoreConfig.Down;
import io.aisbf.runtime.health.Health;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.health.Report;
import io.aisbf.runtime.store.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom one gateway leaves alone, the others leave alone. */
@Timeout(120)
class CooldownsTest {
    private static final TestRedis SERVER = TestRedis.start();
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Place PROVIDER = new Place("up", "", "");

    private final List<Node> nodes = new ArrayList<>();
    private final long began = System.nanoTime();

    /** A gateway, as far as it matters here. */
    private record Node(Health health, Redis redis, Cooldowns cooldowns) {
        static Node start() {
            InstantSource clock = InstantSource.system();
            Health health = new Health(clock, System::nanoTime, new Random(1));
            StoreConfig config = TestRedis.config(SERVER.port(), Down.FAIL_CLOSED, 1, Duration.ofSeconds(5));
            Redis redis = new Redis(config, System::nanoTime);
            Line line = new Line("redis", "", System::nanoTime);
            return new Node(health, redis, new Cooldowns(redis, line, health, clock));
        }

        boolean leaves(Place place) {
            return health.report().stream()
                    .anyMatch(report -> report.provider().equals(place.provider())
                            && report.key().equals(place.key())
                            && report.model().equals(place.model())
                            && report.state() == Report.State.COOLING);
        }

        Instant until() {
            return health.report().getFirst().until().orElseThrow();
        }
    }

    @BeforeEach
    void begin() {
        SERVER.forget();
        nodes.add(Node.start());
        nodes.add(Node.start());
    }

    @AfterEach
    void end() {
        for (Node node : nodes) {
            node.cooldowns().close();
            node.redis().close();
            node.health().close();
        }
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static void soon(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), "it took more than half a minute");
            Thread.onSpinWait();
        }
    }

    @Test
    void everyKindOfPlaceIsHeardOfWithinASecond() {
        List<Place> places = List.of(
                PROVIDER,
                new Place("b/ü", "", "a model/with: signs\n%"),
                new Place("c", "key-1", ""),
                new Place("d", "key-1", "gpt-4o"),
                new Place("e", "key-2", "gpt-4o"));
        long[] took = places.stream().mapToLong(this::heardAfter).sorted().toArray();

        // In the middle: a busy machine may hold up any of them.
        assertTrue(took[places.size() / 2] < TimeUnit.SECONDS.toNanos(1), () -> Arrays.toString(took));
        assertEquals(
                Failure.RATE_LIMITED, nodes.get(1).health().report().getFirst().failure());
        assertTrue(isClose(nodes.get(0).until(), nodes.get(1).until()), "another end");
    }

    /** How many nanoseconds it takes until the second leaves alone what the first does. */
    private long heardAfter(Place place) {
        long start = System.nanoTime();
        nodes.getFirst().health().leave(place, Failure.RATE_LIMITED, MINUTE);
        soon(() -> nodes.get(1).leaves(place));
        return System.nanoTime() - start;
    }

    /** Whether two ends are the same but for half a second, and for the time that anything may have taken on the way. */
    private boolean isClose(Instant one, Instant other) {
        Duration most = Duration.ofNanos(System.nanoTime() - began).plusMillis(500);
        return Duration.between(one, other).abs().compareTo(most) < 0;
    }

    @Test
    void whatIsHeardNeverShortensACooldownAndProlongsOne() {
        nodes.get(1).health().leave(PROVIDER, Failure.OVERLOADED, MINUTE.multipliedBy(10));
        nodes.get(0).health().leave(PROVIDER, Failure.RATE_LIMITED, MINUTE);
        Instant later = nodes.get(1).until();

        soon(() -> isClose(nodes.get(0).until(), later));

        rounds(5);
        assertTrue(isClose(later, nodes.get(1).until()), "it stays as it was");
        assertTrue(isClose(later, nodes.get(0).until()), "nobody prolongs it");
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            nodes.forEach(node -> node.cooldowns().round());
        }
    }

    @Test
    void whatIsForgivenAtOneIsForgivenAtAll() {
        nodes.get(0).health().leave(PROVIDER, Failure.RATE_LIMITED, MINUTE);
        nodes.get(0).health().leave(new Place("other", "", "m"), Failure.RATE_LIMITED, MINUTE);
        soon(() -> nodes.get(1).health().report().size() == 2);

        nodes.get(1).health().forgive("up");
        nodes.get(1).cooldowns().forgiven(Optional.of("up"));
        soon(() -> !nodes.get(0).leaves(PROVIDER));
        rounds(3);
        assertEquals(1, nodes.get(0).health().report().size());
        assertEquals(1, nodes.get(1).health().report().size());

        nodes.get(0).health().forgiveAll();
        nodes.get(0).cooldowns().forgiven(Optional.empty());
        soon(() -> nodes.get(1).health().report().isEmpty());
    }

    @Test
    void whoComesLaterHearsOfAllThatLasts() {
        nodes.get(0).health().leave(PROVIDER, Failure.QUOTA_EXHAUSTED, MINUTE);
        soon(() -> nodes.get(1).leaves(PROVIDER));

        nodes.add(Node.start());

        soon(() -> nodes.get(2).leaves(PROVIDER));
    }

    @Test
    void aServerThatLostItAllIsToldAgain() {
        nodes.get(0).health().leave(PROVIDER, Failure.RATE_LIMITED, MINUTE);
        nodes.get(0).health().leave(new Place("other", "", ""), Failure.RATE_LIMITED, MINUTE);
        soon(() -> nodes.get(1).health().report().size() == 2);

        SERVER.forget();
        soon(() -> SERVER.tell("ZCARD {aisbf}:1:cool:ends").startsWith(":2"));

        nodes.add(Node.start());
        soon(() -> nodes.get(2).health().report().size() == 2);
    }
}
