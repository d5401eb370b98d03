// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Act;
import io.aisbf.distribution.faults.RawUpstream.Pause;
import io.aisbf.distribution.faults.RawUpstream.Send;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.survival.bed.Caller;
import io.aisbf.distribution.survival.bed.Caller.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import io.aisbf.distribution.survival.bed.FaultyUpstream;
import io.aisbf.distribution.survival.bed.Judge;
import io.aisbf.distribution.survival.bed.Judge.Verdict;
import io.aisbf.distribution.survival.bed.Mode;
import io.aisbf.distribution.survival.bed.Mode.Expected;
import io.aisbf.distribution.survival.bed.Recorded;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each deadline fires when it is due and not before, whatever signs of life an upstream gives, and where nothing has
 * been said to the client the next candidate answers. None is early, and the soonest of many calls is held against the
 * deadline: the others may be late because the machine is busy.
 */
@Tag("alone")
@Timeout(240)
class DeadlinesIT {
    private static final int CALLS = 7;
    private static final int ROUNDS = 8;
    private static final Client CLIENT = Client.all().getFirst();
    private static final Duration PULSE = Duration.ofMillis(50);
    private static final int PULSES = 100;
    private static final long EARLY_MILLIS = 20;
    private static final long LATE_MILLIS = 350;
    private static final long HOP_MILLIS = 50;

    private static final Map<Case, FaultyUpstream> UPSTREAMS = new EnumMap<>(Case.class);
    private static RawUpstream well;
    private static Product product;

    /**
     * What is too slow.
     *
     * <p>Each has its own deadline, in milliseconds; all the others are far away.
     */
    private enum Case {
        CONNECT(true, 400, "connect: 400ms"),
        FIRST_BYTE(true, 400, "first_byte: 400ms, connect: 100ms"),
        FIRST_BYTE_OF_A_WHOLE_ANSWER(false, 400, "first_byte: 400ms, connect: 100ms"),
        FIRST_CONTENT_AMID_PINGS(true, 400, "first_byte: 400ms, connect: 100ms"),
        IDLE(true, 400, "idle: 400ms"),
        IDLE_AMID_PINGS(true, 400, "idle: 400ms"),
        TOTAL(true, 700, "total: 700ms"),
        TOTAL_OF_A_WHOLE_ANSWER(false, 700, "total: 700ms"),
        SLOW_STREAM(true, 500, "min_tokens_per_second: 100, trial: 500ms");

        private final boolean streamed;
        private final long millis;
        private final String timeouts;

        Case(boolean streamed, long millis, String timeouts) {
            this.streamed = streamed;
            this.millis = millis;
            this.timeouts = timeouts;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether something has been said to the client by then. */
        boolean begun() {
            return this == IDLE || this == IDLE_AMID_PINGS || this == TOTAL;
        }

        /** A first content may come as late as connecting and the first byte together. */
        long latest() {
            return millis + (timeouts.contains("connect: 100ms") ? 100 : 0) + LATE_MILLIS;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        well = new RawUpstream(_ -> List.of(new Send(Recorded.wire(Recorded.TEXT_WORDS))));
        StringBuilder providers =
                new StringBuilder("cooldown: {failures: 0}\nproviders:\n  well: {type: openai, endpoint: \""
                        + well.endpoint() + "\", api_key: sk-1}\n");
        StringBuilder rotations = new StringBuilder("rotations:\n");
        for (Case each : Case.values()) {
            FaultyUpstream upstream = new FaultyUpstream(mode(each));
            UPSTREAMS.put(each, upstream);
            providers.append("  %s: {type: openai, endpoint: \"%s\", api_key: sk-1, timeouts: {%s}}\n"
                    .formatted(each.word(), upstream.endpoint(), each.timeouts));
            rotations.append(
                    "  r-%1$s: {strategy: priority, models: {%1$s/text: 1, well/text: 1}}\n".formatted(each.word()));
        }
        product = Product.start(providers.append(rotations).toString());
        for (int i = 0; i < 3; i++) {
            new Caller(product.address()).ask(CLIENT, "well/text", true);
        }
    }

    @AfterAll
    static void stop() {
        product.close();
        well.close();
        UPSTREAMS.values().forEach(FaultyUpstream::close);
    }

    @ParameterizedTest
    @EnumSource(Case.class)
    void firesWhenItIsDue(Case what) throws Exception {
        ask(what, what.word() + "/text");
        Queue<Long> times = new ConcurrentLinkedQueue<>();
        Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < ROUNDS && soonest(times) > what.latest(); round++) {
            Crowd.each(0, CALLS, CALLS, _ -> {
                Answer answer = ask(what, what.word() + "/text");
                Verdict verdict =
                        Judge.of(CLIENT, answer, what.streamed, Recorded.TEXT).verdict();
                // Where the machine stands still meanwhile, the time may be over before anything has been said.
                assertTrue(answer.status() == 504 || (what.begun() && verdict == Verdict.BROKEN), answer.toString());
                verdicts.add(verdict);
                times.add(answer.total() / 1_000_000);
            });
        }
        assertTrue(
                soonest(times) >= what.millis - EARLY_MILLIS && soonest(times) <= what.latest(), what + ": " + times);
        assertTrue(verdicts.contains(what.begun() ? Verdict.BROKEN : Verdict.REFUSED), verdicts.toString());
    }

    private static long soonest(Queue<Long> times) {
        return times.stream().mapToLong(time -> time).min().orElse(Long.MAX_VALUE);
    }

    @Test
    void theNextCandidateAnswersWhereNothingHasBeenSaid() throws Exception {
        for (Case what : Case.values()) {
            if (!what.begun() && what.streamed) {
                long soonest = Long.MAX_VALUE;
                for (int i = 0; i < CALLS * ROUNDS && soonest > what.latest() + HOP_MILLIS; i++) {
                    Answer answer = ask(what, "r-" + what.word());
                    assertEquals(
                            Verdict.ANSWERED,
                            Judge.of(CLIENT, answer, true, Recorded.TEXT).verdict(),
                            what + ": " + answer);
                    soonest = Math.min(soonest, answer.total() / 1_000_000);
                }
                assertTrue(soonest <= what.latest() + HOP_MILLIS, what + ": " + soonest);
            }
        }
    }

    private static Answer ask(Case what, String model) throws IOException {
        return new Caller(product.address()).ask(CLIENT, model, what.streamed);
    }

    private static Mode mode(Case what) {
        if (what == Case.CONNECT) {
            return Mode.unreachable(what.word());
        }
        List<Step> steps = switch (what) {
            case CONNECT, FIRST_BYTE, FIRST_BYTE_OF_A_WHOLE_ANSWER -> List.of(Act.STALL);
            case FIRST_CONTENT_AMID_PINGS -> pulsing(Recorded.begun(0), ": ping\n\n");
            case IDLE -> List.of(new Send(Recorded.begun(2)), Act.STALL);
            case IDLE_AMID_PINGS -> pulsing(Recorded.begun(2), ": ping\n\n");
            case TOTAL, SLOW_STREAM -> pulsing(Recorded.begun(2), Recorded.chunk("{\"content\":\" more\"}", "null"));
            case TOTAL_OF_A_WHOLE_ANSWER ->
                pulsing("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n", " ");
        };
        return Mode.of(what.word(), Expected.ANSWERED, (_, _, _) -> steps);
    }

    private static List<Step> pulsing(String begun, String pulse) {
        List<Step> steps = new ArrayList<>(List.of(new Send(begun)));
        for (int i = 0; i < PULSES; i++) {
            steps.add(new Pause(PULSE));
            steps.add(RawUpstream.chunk(pulse));
        }
        steps.add(Act.STALL);
        return steps;
    }
}
