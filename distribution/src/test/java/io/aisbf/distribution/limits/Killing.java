// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.limits.Asker.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * One run: gateways over one Redis, clients each of whose calls names another model, and the moments at which gateways
 * and Redis are killed, by the number of the run. In every other run the limit is soon reached.
 */
final class Killing implements AutoCloseable {
    static final int CLIENTS = 8;

    /** How many gateways are killed. */
    static final int KILLS = 2;

    /** The longest that a call takes, which is how long what it reserved is held. */
    static final Duration LEASE = Duration.ofSeconds(2);

    /** How long the upstream holds every request. */
    static final Duration HELD = Duration.ofMillis(60);

    private static final int GATHERING_MILLIS = 20;
    private static final long LOAD = TimeUnit.SECONDS.toNanos(3);
    private static final int TIGHT = 12_000;
    private static final int WIDE = 1_000_000;

    private final RandomGenerator random;
    private final int limit;
    private final OwnRedis redis;
    private final List<Mortal> nodes = new ArrayList<>();
    private final Meter meter = new Meter(number -> number % 11 == 0, HELD, most -> Math.max(1, most * 2 / 3));
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final Path file;
    private volatile long slowestWrite;
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    /** A whole answer as a client received it: of which call, in which life of its gateway, when. */
    record Received(String model, Mortal.Life life, long at) {}

    /** Something that may fail. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    Killing(long seed, Path folder) throws Exception {
        random = new SplittableRandom(seed);
        limit = seed % 2 == 0 ? TIGHT : WIDE;
        file = folder.resolve("written");
        redis = OwnRedis.lasting(Files.createDirectory(folder.resolve("redis")));
        String yaml = redis.store("timeout: 1s") + """
            server: {call_timeout: %dms}
            limits: {rate_limit_TPH: %d}
            providers:
              up: {type: openai, endpoint: "%s", api_key: sk-1, retries: 0}
            """.formatted(LEASE.toMillis(), limit, meter.endpoint());
        together(IntStream.range(0, random.nextInt(KILLS, 4))
                .<Step>mapToObj(number -> () -> begin(yaml, folder.resolve("node" + number)))
                .toList());
    }

    private void begin(String yaml, Path state) throws IOException {
        Mortal node = new Mortal(yaml, state);
        synchronized (nodes) {
            nodes.add(node);
        }
    }

    /** Clients ask, and gateways and Redis are killed meanwhile. */
    void load() throws Exception {
        long end = System.nanoTime() + LOAD;
        List<Step> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            RandomGenerator own = new SplittableRandom(random.nextLong());
            all.add(() -> {
                while (System.nanoTime() < end) {
                    ask(nodes.get(own.nextInt(nodes.size())).life(), own);
                }
            });
        }
        all.addAll(kills());
        all.add(() -> write(end));
        together(all);
    }

    /** Does what ledgers do, as often, and so knows how long that takes on this machine while all of this goes on. */
    private void write(long end) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                pause(GATHERING_MILLIS);
                channel.write(ByteBuffer.allocate(4096));
                channel.force(true);
                slowestWrite = Math.max(slowestWrite, System.nanoTime() - start);
            }
        }
    }

    private List<Step> kills() {
        List<Step> kills = new ArrayList<>();
        List<Integer> moments = List.of(random.nextInt(400, 1800), random.nextInt(1600, 2900));
        for (int i = 0; i < KILLS; i++) {
            Mortal victim = nodes.get(i);
            int moment = moments.get(i);
            kills.add(() -> {
                pause(moment);
                victim.dieAndReturn();
            });
        }
        int moment = random.nextInt(300, 2500);
        int away = random.nextInt(300);
        kills.add(() -> {
            pause(moment);
            redis.stop();
            pause(away);
            redis.startAgain();
        });
        return kills;
    }

    /** Every gateway is asked a few times while all is well. */
    void ask() throws Exception {
        List<Step> all = new ArrayList<>();
        for (Mortal node : nodes) {
            RandomGenerator own = new SplittableRandom(random.nextLong());
            all.add(() -> {
                for (int i = 0; i < 8; i++) {
                    ask(node.life(), own);
                }
            });
        }
        together(all);
    }

    private void ask(Mortal.Life life, RandomGenerator own) throws InterruptedException {
        String model = "gpt-4o-" + asked.incrementAndGet();
        int words = own.nextInt(10, 60);
        int most = own.nextInt(50, 150);
        boolean stream = own.nextBoolean();
        try {
            if (own.nextInt(15) == 0) {
                left.incrementAndGet();
                life.asker().leave("up/" + model, words, most, Duration.ofMillis(own.nextInt(80)));
                return;
            }
            Answer answer = life.asker().chat("up/" + model, words, most, stream);
            note(answer, stream, new Received(model, life, System.nanoTime()));
        } catch (IOException _) {
            broken.incrementAndGet();
            pause(20);
        }
    }

    private void note(Answer answer, boolean stream, Received whole) throws InterruptedException {
        switch (answer.status()) {
            case 200 -> {
                if (stream && !answer.body().contains("data: [DONE]")) {
                    wrong.add(answer.toString());
                }
                received.add(whole);
            }
            case 429 -> {
                refused.incrementAndGet();
                pause(20);
            }
            case 503 -> {
                closed.incrementAndGet();
                pause(20);
            }
            case 504 -> late.incrementAndGet();
            case 500, 502 -> {
                // What the upstream said of itself.
            }
            default -> wrong.add(answer.toString());
        }
    }

    int limit() {
        return limit;
    }

    /** The longest that gathering and writing took beside the load, in nanoseconds. */
    long slowestWrite() {
        return slowestWrite;
    }

    Meter meter() {
        return meter;
    }

    List<Mortal> nodes() {
        return nodes;
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    /** Answers that nobody should have had. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** What one gateway says of the limit. */
    JsonNode limit(Mortal node) throws Exception {
        return node.life().asker().get("/api/limits").json().at("/limits/0");
    }

    /** Stops all gateways in order. */
    void stop() throws Exception {
        together(nodes.stream().<Step>map(node -> node::close).toList());
    }

    private static void together(List<Step> steps) throws Exception {
        Crowd.each(0, steps.size(), steps.size(), number -> steps.get(number).run());
    }

    static void pause(int millis) throws InterruptedException {
        var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public String toString() {
        return nodes.size() + " gateways, " + asked + " calls: " + received.size() + " answered, " + refused
                + " refused, " + closed + " closed, " + late + " too late, " + left + " left, " + broken
                + " broken; upstream asked "
                + meter.asked() + ", peak " + meter.peak() + " of " + limit;
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Mortal::close);
        redis.close();
        meter.close();
    }
}
