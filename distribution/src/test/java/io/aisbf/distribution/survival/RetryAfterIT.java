// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.survival.bed.Bed;
import io.aisbf.distribution.survival.bed.Caller.Answer;
import io.aisbf.distribution.survival.bed.Crowd;
import io.aisbf.distribution.survival.bed.FaultyUpstream;
import io.aisbf.distribution.survival.bed.FaultyUpstream.Arrival;
import io.aisbf.distribution.survival.bed.Hint;
import io.aisbf.distribution.survival.bed.Judge;
import io.aisbf.distribution.survival.bed.Judge.Verdict;
import io.aisbf.distribution.survival.bed.Mode;
import io.aisbf.distribution.survival.bed.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever says when it may be asked again is not asked a moment before, in whatever words it says so, and is asked soon
 * after: twice it refuses and then answers. By the upstream's own clock, with no tolerance, while calls come all the
 * time and others answer them.
 */
@Tag("alone")
@Timeout(240)
class RetryAfterIT {
    private static final int CANDIDATES = 3;
    private static final int WORKERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<Client> CLIENTS = Client.all();

    @Test
    void isObeyedToTheMomentInEveryForm() throws Exception {
        List<Mode> modes = Hint.modes();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        try (Bed bed = new Bed(modes, "", "strategy: round_robin")) {
            Crowd.each(
                    0, modes.size(), modes.size(), number -> askUntilWell(bed, bed.upstream(modes.get(number)), wrong));
            for (Mode mode : modes) {
                FaultyUpstream upstream = bed.upstream(mode);
                assertEquals(List.of(), upstream.early(), mode + " was asked too early");
                List<Arrival> asked =
                        upstream.arrivals().stream().filter(Arrival::asks).toList();
                assertTrue(asked.size() >= 3, mode + " was not asked again: " + asked);
                for (int i = 1; i < 3; i++) {
                    Duration late = Duration.between(
                            upstream.named().get(i - 1), asked.get(i).at());
                    assertTrue(late.compareTo(SOON) < 0, mode + " was asked again only " + late + " after its time");
                }
            }
        }
        assertEquals(List.of(), List.copyOf(wrong));
    }

    /** Until it was met for the first time one call after the other, so that none is under way that knows nothing. */
    private static void askUntilWell(Bed bed, FaultyUpstream upstream, Queue<String> wrong) throws Exception {
        for (int i = 0; i < CANDIDATES; i++) {
            call(bed, upstream, i, wrong);
        }
        long start = System.nanoTime();
        Crowd.each(0, WORKERS, WORKERS, worker -> {
            int made = worker;
            while (upstream.asked() < 3 && System.nanoTime() - start < PATIENCE.toNanos()) {
                call(bed, upstream, made++, wrong);
            }
        });
    }

    private static void call(Bed bed, FaultyUpstream upstream, int number, Queue<String> wrong) throws Exception {
        Client client = CLIENTS.get(number % CLIENTS.size());
        boolean streamed = number % 2 == 0;
        Answer answer = bed.caller().ask(client, upstream.mode().name(), streamed);
        Judge.Judgement judgement = Judge.of(client, answer, streamed, Recorded.TEXT);
        if (judgement.verdict() != Verdict.ANSWERED) {
            wrong.add(upstream.mode() + " " + judgement);
        }
    }
}
