// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import static io.aisbf.selector.balancing.Given.busy;
import static io.aisbf.selector.balancing.Given.candidates;
import static io.aisbf.selector.balancing.Given.first;
import static io.aisbf.selector.balancing.Given.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.PlainJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is learned, and in {@link Traffic} on a virtual clock what comes of it. */
class LeastLatencyTest {
    private static final List<Candidate> TWO = candidates(1, 1);
    private static final int CALLS = 5000;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final LeastLatency strategy = new LeastLatency(Duration.ofSeconds(30), () -> now, new Random(1));

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 1, 3, 10})
    void atMostOneCallInTwentyGoesToACandidateTenTimesSlower(double callsPerSecond) throws Exception {
        Traffic two = new Traffic(1, 10);
        Traffic three = new Traffic(1, 10, 1);
        Traffic slow = new Traffic(10, 1, 10, 10);
        two.run(CALLS, callsPerSecond);
        three.run(CALLS, callsPerSecond);
        slow.run(CALLS, callsPerSecond);

        assertTrue(two.share(1) <= 0.05, () -> callsPerSecond + "/s: " + two);
        assertTrue(three.share(1) <= 0.05, () -> callsPerSecond + "/s: " + three);
        assertTrue(three.share(0) > 0.3 && three.share(2) > 0.3, () -> callsPerSecond + "/s: " + three);
        for (int i : new int[] {0, 2, 3}) {
            assertTrue(slow.share(i) <= 0.05, () -> callsPerSecond + "/s: " + slow);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 10})
    void aSlowOneThatBecomesFastGetsItsShareBack(double callsPerSecond) throws Exception {
        Traffic traffic = new Traffic(1, 10, 1);
        traffic.run(CALLS, callsPerSecond);
        traffic.becomes(1, 1);
        traffic.run(500, callsPerSecond);
        traffic.forget();
        traffic.run(CALLS, callsPerSecond);
        assertTrue(traffic.share(1) > 0.2, () -> callsPerSecond + "/s: " + traffic);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1, 10})
    void aFastOneThatBecomesSlowIsLeftAtOnce(double callsPerSecond) throws Exception {
        Traffic traffic = new Traffic(1, 1, 1);
        traffic.run(CALLS, callsPerSecond);
        traffic.becomes(1, 10);
        traffic.run(50, callsPerSecond);
        traffic.forget();
        traffic.run(CALLS, callsPerSecond);
        assertTrue(traffic.share(1) <= 0.05, () -> callsPerSecond + "/s: " + traffic);
    }

    @Test
    void theUnknownIsTriedFirstByOneCallAtATime() throws Exception {
        answers(TWO.get(0), 100);
        assertEquals("c1c0", order(strategy, TWO));
        assertEquals("c0c1", order(strategy, List.of(TWO.get(0), busy(TWO.get(1), 1))));
        assertEquals("c0c1", order(strategy, List.of(busy(TWO.get(0), 3), busy(TWO.get(1), 1))));
    }

    @Test
    void whoIsFastAndBusyIsSlowerThanWhoIsIdle() throws Exception {
        answers(TWO.get(0), 100);
        answers(TWO.get(1), 350);
        assertEquals("c0c1", order(strategy, List.of(busy(TWO.get(0), 2), TWO.get(1))));
        assertEquals("c1c0", order(strategy, List.of(busy(TWO.get(0), 3), TWO.get(1))));
    }

    @Test
    void aSlowAnswerIsBelievedAtOnceAFastOneLittleByLittle() throws Exception {
        answers(TWO.get(0), 100);
        answers(TWO.get(1), 150);
        now = now.plusSeconds(30);
        answers(TWO.get(0), 250);
        assertEquals("c1c0", order(strategy, TWO));
        now = now.plusSeconds(30);
        answers(TWO.get(1), 150);
        answers(TWO.get(0), 100);
        assertEquals("c1c0", order(strategy, TWO), "175 ms are expected of the first");
        now = now.plusSeconds(30);
        answers(TWO.get(0), 100);
        assertEquals("c0c1", order(strategy, TWO), "137 ms are expected of the first");
    }

    @Test
    void aFailureCostsAsMuchAsAnAnswerTwiceAsSlow() throws Exception {
        answers(TWO.get(0), 100);
        answers(TWO.get(1), 150);
        strategy.observe(TWO.get(0), new Outcome.Failed(Failure.PROVIDER_FAILED));
        assertEquals("c1c0", order(strategy, TWO));
    }

    @Test
    void aFailureOfTheCallerCostsNothing() throws Exception {
        answers(TWO.get(0), 100);
        answers(TWO.get(1), 150);
        for (int i = 0; i < 10; i++) {
            strategy.observe(TWO.get(0), new Outcome.Failed(Failure.INVALID_REQUEST));
            strategy.observe(TWO.get(0), new Outcome.Failed(Failure.CALLER_GONE));
        }
        assertEquals("c0c1", order(strategy, TWO));
    }

    @Test
    void failuresOfTheUnknownMakeItKnown() throws Exception {
        answers(TWO.get(0), 100);
        strategy.observe(TWO.get(1), new Outcome.Failed(Failure.UNREACHABLE));
        assertEquals("c0c1", order(strategy, TWO));
    }

    @Test
    void whoWasAbandonedTookAtLeastThatLong() throws Exception {
        answers(TWO.get(0), 100);
        answers(TWO.get(1), 150);
        strategy.observe(TWO.get(0), new Outcome.Abandoned(Duration.ofMillis(50)));
        assertEquals("c0c1", order(strategy, TWO));
        strategy.observe(TWO.get(0), new Outcome.Abandoned(Duration.ofMillis(500)));
        assertEquals("c1c0", order(strategy, TWO));
    }

    @Test
    void aClockSetBackChangesNothing() throws Exception {
        answers(TWO.get(0), 100);
        answers(TWO.get(1), 350);
        now = now.minus(Duration.ofDays(1));
        answers(TWO.get(0), 90);
        for (int draw = 0; draw < 100; draw++) {
            assertEquals("c0c1", order(strategy, TWO));
        }
    }

    @Test
    void weightZeroComesLastHoweverFast() throws Exception {
        List<Candidate> candidates = candidates(0, 1, 1);
        answers(candidates.get(0), 1);
        answers(candidates.get(1), 100);
        answers(candidates.get(2), 900);
        assertEquals("c1c2c0", order(strategy, candidates));
    }

    @Test
    void equalsAreDrawnByWeight() throws Exception {
        List<Candidate> candidates = candidates(3, 1);
        candidates.forEach(candidate -> answers(candidate, 100));
        int toTheFirst = 0;
        for (int draw = 0; draw < 40_000; draw++) {
            toTheFirst += first(strategy, candidates).equals("c0") ? 1 : 0;
        }
        assertEquals(30_000, toTheFirst, 400);
    }

    @Test
    void refusesAHalfLifeThatMakesNoSense() {
        for (String wrong : List.of("0", "1ms", "2d")) {
            SettingsException refusal = assertThrows(
                    SettingsException.class,
                    () -> new LeastLatencyFactory()
                            .create(MapSettings.of(Map.of("half_life", wrong)), FixedContext.of(new PlainJson())));
            assertTrue(refusal.getMessage().startsWith("test.half_life: "), refusal.getMessage());
        }
    }

    @Test
    void heavyTailsDoNotMakeTheSlowOneWelcome() throws Exception {
        for (double rate : new double[] {0.1, 1, 3}) {
            Traffic traffic = new Traffic(1, 10, 1).withOutliers(0.01, 8);
            traffic.run(CALLS, rate);
            assertTrue(traffic.share(1) <= 0.05, () -> rate + "/s: " + traffic);
        }
    }

    private void answers(Candidate candidate, int millis) {
        Duration took = Duration.ofMillis(millis);
        strategy.observe(candidate, new Outcome.Answered(took, took, Usage.NONE));
    }
}
