// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.conformance.client.Heard;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.survival.bed.Caller;
import io.aisbf.distribution.survival.bed.Caller.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import io.aisbf.distribution.survival.bed.Judge;
import io.aisbf.distribution.survival.bed.Judge.Verdict;
import io.aisbf.distribution.survival.bed.Marks;
import io.aisbf.distribution.survival.bed.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everybody fails: nobody is hammered, the client is told when to come back, and that is true, even after a restart. */
@Timeout(240)
class OutageIT {
    private static final int CALLS = 300;
    private static final int WORKERS = 16;

    /** The soonest of the times that are named: long beside what a busy machine takes for two calls. */
    private static final int SOONEST = 8;

    private static final List<Client> CLIENTS = Client.all();

    /** How everybody fails. */
    private enum Outage {
        FAILING(500, "server_error"),
        OVERLOADED(529, "overloaded_error"),
        LIMITED(429, "rate_limit_exceeded");

        private final int status;
        private final String type;

        Outage(int status, String type) {
            this.status = status;
            this.type = type;
        }

        Send told(String... headers) {
            return refusal(status, type, headers);
        }
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void nobodyIsHammered(Outage outage) throws Exception {
        attempts(outage, "");
    }

    @ParameterizedTest
    @EnumSource(Outage.class)
    void nobodyIsHammeredWithoutCooldownsEither(Outage outage) throws Exception {
        attempts(outage, "cooldown: {failures: 0}\n");
    }

    private static void attempts(Outage outage, String cooldown) throws Exception {
        List<Step> told = List.of(outage.told());
        try (RawUpstream a = new RawUpstream(_ -> told);
                RawUpstream b = new RawUpstream(_ -> told);
                RawUpstream c = new RawUpstream(_ -> told);
                Product product = Product.start(cooldown + configuration(a, b, c, "strategy: round_robin"))) {
            Caller caller = new Caller(product.address());
            Crowd.each(0, CALLS, WORKERS, number -> {
                Client client = CLIENTS.get(number % CLIENTS.size());
                Answer answer = caller.ask(client, number % 2 == 0 ? "all" : "a/text", number % 3 == 0);
                assertEquals(
                        Verdict.REFUSED,
                        Judge.of(client, answer, number % 3 == 0, Recorded.TEXT).verdict(),
                        answer.toString());
            });
            for (RawUpstream each : List.of(a, b, c)) {
                assertTrue(asked(each) <= 1.2 * CALLS + 3, asked(each) + " attempts for " + CALLS + " calls");
            }
            int all = asked(a) + asked(b) + asked(c);
            // Three for each, and those that were under way when nobody had failed yet.
            assertTrue(all <= 1.2 * CALLS + 3 * 3 + WORKERS, all + " attempts at all three for " + CALLS + " calls");
            assertTrue(all >= 3, "somebody was asked");
        }
    }

    private static int asked(RawUpstream upstream) {
        return (int) upstream.requests().stream()
                .filter(request -> request.line().startsWith("POST"))
                .count();
    }

    @Test
    void theErrorNamesTheSoonestAndItIsTrue() throws Exception {
        AtomicBoolean well = new AtomicBoolean();
        try (RawUpstream a = new RawUpstream(request -> limited(request, well, 30));
                RawUpstream b = new RawUpstream(request -> limited(request, well, SOONEST));
                RawUpstream c = new RawUpstream(request -> limited(request, well, 20));
                Product product = Product.start(configuration(a, b, c, "strategy: priority"))) {
            Caller caller = new Caller(product.address());
            long named = System.nanoTime();
            caller.ask(CLIENTS.getFirst(), "all", false);
            well.set(true);

            Answer told = caller.ask(CLIENTS.getFirst(), "all", false);
            long wait = Long.parseLong(told.header("retry-after").isEmpty() ? "-1" : told.header("retry-after"));
            double left = SOONEST - (System.nanoTime() - named) / 1e9;
            assertNotEquals(200, told.status(), told.toString());
            assertTrue(
                    wait >= left && wait <= SOONEST, "Retry-After " + wait + ", the soonest is " + left + ": " + told);
            assertTrue(told.body().contains("b/text") || told.body().contains("'b'"), "the soonest is named: " + told);
            int before = asked(a) + asked(b) + asked(c);
            assertEquals(3, before, "each was asked once");

            var _ = new CountDownLatch(1).await(wait, TimeUnit.SECONDS);
            Answer after = caller.ask(CLIENTS.getFirst(), "all", false);
            assertEquals(200, after.status(), "after its own Retry-After it answers: " + after);
            assertEquals(2, asked(b), "by the one that was named");
        }
    }

    @Test
    void aRunningRetryAfterOutlivesARestart(@TempDir Path state) throws Exception {
        Map<String, String> environment = Map.of("AISBF_STATE_DIR", state.toString());
        AtomicBoolean never = new AtomicBoolean();
        try (RawUpstream a = new RawUpstream(request -> limited(request, never, 300));
                RawUpstream b = new RawUpstream(OutageIT::well);
                RawUpstream c = new RawUpstream(OutageIT::well)) {
            String yaml = configuration(a, b, c, "strategy: priority");
            try (Product product = Product.start(yaml, environment)) {
                answered(new Caller(product.address()));
                assertEquals(1, asked(a));
            }
            try (Product product = Product.start(yaml, environment)) {
                Caller caller = new Caller(product.address());
                for (int i = 0; i < 20; i++) {
                    answered(caller);
                }
                assertEquals(1, a.requests().size(), "not asked again after the restart, not even for nothing");
            }
        }
    }

    @Test
    void maybeToldAsAnOrdinaryAnswer() throws Exception {
        List<Step> told = List.of(Outage.FAILING.told());
        try (RawUpstream a = new RawUpstream(_ -> told);
                RawUpstream b = new RawUpstream(_ -> told);
                RawUpstream c = new RawUpstream(_ -> told);
                Product product = Product.start(configuration(a, b, c, "strategy: priority, notify_errors: true"))) {
            Caller caller = new Caller(product.address());
            List<String> wrong = new ArrayList<>();
            for (Client client : CLIENTS) {
                for (boolean streamed : new boolean[] {false, true}) {
                    ordinary(client, caller.ask(client, "all", streamed), streamed)
                            .ifPresent(wrong::add);
                }
            }
            assertEquals(List.of(), wrong);
        }
    }

    /** What is wrong with an ordinary answer that tells of a failure. */
    private static Optional<String> ordinary(Client client, Answer answer, boolean streamed) {
        String what = client.protocol() + (streamed ? " streamed: " : " whole: ");
        if (answer.status() != 200 || !answer.complete()) {
            return Optional.of(what + answer);
        }
        try {
            Heard heard = client.read(answer.header("content-type"), answer.body(), streamed);
            return heard.texts().getFirst().isBlank() ? Optional.of(what + answer) : Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(what + e + " " + answer);
        }
    }

    private static void answered(Caller caller) throws IOException {
        Answer answer = caller.ask(CLIENTS.getFirst(), "all", false);
        assertEquals(200, answer.status(), answer.toString());
    }

    private static List<Step> limited(Request request, AtomicBoolean well, int seconds) {
        return well.get() ? well(request) : List.of(refusal(429, "rate_limit_exceeded", "Retry-After: " + seconds));
    }

    private static List<Step> well(Request request) {
        return List.of(
                Marks.streamed(request)
                        ? new Send(Recorded.wire(Recorded.TEXT_WORDS))
                        : RawUpstream.reply(200, "application/json", Recorded.body(Recorded.TEXT)));
    }

    private static Send refusal(int status, String type, String... headers) {
        return RawUpstream.reply(
                status,
                "application/json",
                "{\"error\":{\"message\":\"not now\",\"type\":\"" + type + "\",\"code\":\"" + type + "\"}}",
                headers);
    }

    private static String configuration(RawUpstream a, RawUpstream b, RawUpstream c, String rotation) {
        return """
            providers:
              a: {type: openai, endpoint: "%s", api_key: sk-1}
              b: {type: openai, endpoint: "%s", api_key: sk-2}
              c: {type: openai, endpoint: "%s", api_key: sk-3}
            rotations:
              all: {%s, models: {a/text: 1, b/text: 1, c/text: 1}}
            """.formatted(a.endpoint(), b.endpoint(), c.endpoint(), rotation);
    }
}
