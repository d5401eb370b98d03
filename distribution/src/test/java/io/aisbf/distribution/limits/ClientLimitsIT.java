// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.limits.Asker.Answer;
import io.aisbf.distribution.limits.Caller.Speech;
import io.aisbf.distribution.survival.bed.Crowd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What limits and budgets of a client's key mean to it, to other clients and to the upstream. */
@Timeout(240)
class ClientLimitsIT {
    private static final Optional<String> ALICE = Optional.of("alice-0123456789abcdef");
    private static final Optional<String> BOB = Optional.of("bob-0123456789abcdef");
    private static final int CLIENTS = 200;
    private static final int MINUTE = 60;

    /** What Caller's question and answer come to. */
    private static final int TOKENS = Meter.tokens(2) + 10;

    /** The product of the tests that need a key of their own only. */
    private static Product shared;

    private static Meter sharedMeter;
    private static Caller sharedCaller;

    private static String yaml(Meter meter, String alices) {
        return """
            providers:
              up:
                {type: openai, endpoint: "%s", api_key: sk-1, timeouts: {connect: 60s},
                 models: [{name: text, price: {input: 100, output: 100}}]}
            rotations: {coding: {models: {up/text: 1}, notify_errors: true}}
            access:
              keys:
                alice: {key: %s%s}
                bob: {key: %s}
            """.formatted(meter.endpoint(), ALICE.orElseThrow(), alices, BOB.orElseThrow());
    }

    @BeforeAll
    static void start() throws IOException {
        sharedMeter = new Meter();
        StringBuilder keys = new StringBuilder(yaml(sharedMeter, ""));
        for (Speech speech : Speech.values()) {
            keys.append("    full-%1$s: {key: %2$s, rate_limit_RPM: 2}\n"
                    .formatted(speech, key("full", speech).orElseThrow()));
            // For a month and not for a day: a test at midnight would see a new one begin.
            keys.append("    spent-%1$s: {key: %2$s, budget: {usd: 0.01, per: month}}\n"
                    .formatted(speech, key("spent", speech).orElseThrow()));
        }
        shared = Product.start(keys.toString());
        sharedCaller = new Caller(shared.address());
    }

    @AfterAll
    static void stop() {
        sharedCaller.close();
        shared.close();
        sharedMeter.close();
    }

    private static Optional<String> key(String what, Speech speech) {
        return Optional.of(what + "-" + speech + "-0123456789abcdef");
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void aFullLimitIsToldWithATrueTimeAndNobodyIsLeftAlone(Speech speech) throws Exception {
        Optional<String> key = key("full", speech);
        int before = sharedMeter.asked();
        long start = System.nanoTime();
        assertEquals(200, sharedCaller.ask(speech, "coding", key).status());
        assertEquals(200, sharedCaller.ask(speech, "coding", key).status());
        Answer full = sharedCaller.ask(speech, "coding", key);
        assertEquals(429, full.status(), full.toString());
        assertIsLeftOfAMinute(full, start);
        assertEquals("true", full.header("x-should-retry"), full.toString());
        String limit = "access.keys.full-" + speech + ".rate_limit_RPM of 2";
        assertTrue(speech.wrong(full).contains(limit), full.toString());
        assertEquals(2, sharedMeter.asked() - before, "nobody was asked in vain");

        assertEquals(200, sharedCaller.ask(speech, "coding", BOB).status(), "it is nobody else's limit");
        assertEquals("", Commands.run(shared, "status").lines().skip(1).reduce("", String::concat));
    }

    /** No more of a minute is over than went by since that moment, in whole seconds: no request came before it. */
    private static void assertIsLeftOfAMinute(Answer full, long start) {
        double atLeast = MINUTE - 1 - (System.nanoTime() - start) / 1e9;
        assertTrue(full.retryAfter() >= atLeast && full.retryAfter() <= MINUTE + 1, () -> atLeast + ": " + full);
    }

    @ParameterizedTest
    @EnumSource(Speech.class)
    void aSpentBudgetIsNothingToTryAgain(Speech speech) throws Exception {
        int calls = 10_000 / (TOKENS * 100);
        Optional<String> key = key("spent", speech);
        int before = sharedMeter.asked();
        Answer latest = sharedCaller.ask(speech, "coding", key);
        int answered = 0;
        while (latest.status() == 200 && answered < 2 * calls) {
            answered++;
            latest = sharedCaller.ask(speech, "coding", key);
        }
        assertTrue(answered >= 1 && answered <= calls, answered + " were answered");
        assertEquals(402, latest.status(), latest.toString());
        assertEquals("false", latest.header("x-should-retry"), latest.toString());
        assertTrue(speech.wrong(latest).contains("access.keys.spent-" + speech + ".budget"), latest.toString());
        assertEquals(answered, sharedMeter.asked() - before, "nobody was asked in vain");
        assertEquals(200, sharedCaller.ask(speech, "coding", BOB).status(), "it is nobody else's budget");
    }

    @Test
    void twoHundredClientsOfOneKeyNeverHaveMoreThanItsLimit() throws Exception {
        int limit = 5_000;
        AtomicInteger answered = new AtomicInteger();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        List<Speech> speeches = List.copyOf(EnumSet.allOf(Speech.class));
        try (Meter meter = new Meter(number -> number % 10 == 0, Duration.ofMillis(50));
                Product product = Product.start(Product.NO_COOLDOWN + yaml(meter, ", rate_limit_TPH: " + limit));
                Caller caller = new Caller(product.address())) {
            Crowd.each(0, 1_000, CLIENTS, number -> {
                Speech speech = speeches.get(number % speeches.size());
                Answer answer = caller.ask(speech, "up/text", ALICE);
                switch (answer.status()) {
                    case 200 -> answered.incrementAndGet();
                    case 429, 500, 502 -> {
                        // Full, or what the upstream said of itself.
                    }
                    default -> wrong.add(answer.toString());
                }
            });
            assertEquals(List.of(), List.copyOf(wrong));
            assertTrue(meter.peak() <= limit, meter.peak() + " tokens were allowed at a time, by the upstream's count");
            assertTrue(meter.sum() > limit * 0.5, "the limit is of use to nobody: only " + meter.sum());
            assertTrue(answered.get() > 50, answered + " answered");
        }
    }

    @Test
    void aLimitThatAReloadBringsBeginsWithWhatWasUsed() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start(yaml(meter, ""));
                Caller caller = new Caller(product.address())) {
            for (int i = 0; i < 3; i++) {
                assertEquals(200, caller.ask(Speech.OPENAI, "coding", ALICE).status());
            }
            Path file = product.folder().resolve("aisbf.yaml");
            Files.writeString(file, yaml(meter, ", rate_limit_TPD: 5000, rate_limit_RPM: 3"));
            Commands.run(product, "reload");
            Answer full = caller.ask(Speech.ANTHROPIC, "coding", ALICE);
            assertEquals(429, full.status(), full.toString());
            assertEquals(3, meter.asked());
            assertEquals(200, caller.ask(Speech.OPENAI, "coding", BOB).status());
            String limits = Commands.run(product, "limits");
            assertTrue(
                    limits.lines()
                            .anyMatch(line -> line.matches(
                                    " *access\\.keys\\.alice\\.rate_limit_TPD +tokens .*\\b" + 3 * TOKENS + " .*")),
                    limits);

            // By tokens and the hour: several commands have been run meanwhile, and a minute may be over.
            Files.writeString(file, yaml(meter, ", rate_limit_TPH: " + 5 * TOKENS));
            Commands.run(product, "reload");
            assertEquals(200, caller.ask(Speech.OPENAI, "coding", ALICE).status(), "there is room for one more");
            assertEquals(429, caller.ask(Speech.OPENAI, "coding", ALICE).status());
        }
    }

    @Test
    void aClientsBudgetStaysSpentWhenTheGatewayIsKilled(@TempDir Path state) throws Exception {
        Map<String, String> environment = Map.of("AISBF_STATE_DIR", state.toString());
        try (Meter meter = new Meter()) {
            String yaml = yaml(meter, ", budget: {usd: 0.01, per: month}");
            try (Product product = Product.start(yaml, environment);
                    Caller caller = new Caller(product.address())) {
                long start = System.nanoTime();
                // Until the vocabulary is there, calls are held for dearer than they are, and refused too soon.
                while (caller.ask(Speech.GEMINI, "coding", ALICE).status() == 200
                        || 10_000 - (meter.input() + meter.output()) * 100 >= TOKENS * 100L) {
                    assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "the budget is never spent");
                }
                awaitBooked(caller, meter.asked());
                product.process().toHandle().destroyForcibly();
                product.awaitExit();
            }
            int asked = meter.asked();
            try (Product product = Product.start(yaml, environment);
                    Caller caller = new Caller(product.address())) {
                assertEquals(402, caller.ask(Speech.OLLAMA, "coding", ALICE).status());
                assertEquals(200, caller.ask(Speech.OLLAMA, "coding", BOB).status());
                assertEquals(asked + 1, meter.asked());
            }
        }
    }

    /** Rows are written behind the calls' backs; what a client sees of its usage has been written. */
    private static void awaitBooked(Caller caller, int attempts) throws Exception {
        long start = System.nanoTime();
        while (caller.get("/api/usage", ALICE).json().at("/total/attempts").asInt() < attempts) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60), "not all was booked");
        }
    }

    @Test
    void aLimitOfAllThatIsAskedHoldsForAllClientsTogether() throws Exception {
        try (Meter meter = new Meter();
                Product product = Product.start("limits: {rate_limit_RPM: 2}\n" + yaml(meter, ""));
                Caller caller = new Caller(product.address())) {
            long start = System.nanoTime();
            assertEquals(200, caller.ask(Speech.OPENAI, "coding", ALICE).status());
            assertEquals(200, caller.ask(Speech.OPENAI, "coding", BOB).status());
            Answer full = caller.ask(Speech.OPENAI, "coding", BOB);
            assertEquals(429, full.status(), full.toString());
            assertTrue(full.body().contains("the limit limits.rate_limit_RPM of 2 is reached"), full.toString());
            assertIsLeftOfAMinute(full, start);
            assertEquals(2, meter.asked());
        }
    }
}
