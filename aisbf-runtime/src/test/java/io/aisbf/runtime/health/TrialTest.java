// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** How a place comes back from a cooldown, and how many may be there at once. */
class TrialTest {
    private static final Place OTHER_MODEL = new Place("acme", "k1", "small");
    private static final Duration PAUSE = HealthPolicy.DEFAULT.pause();

    private final Ward ward = new Ward();

    private void strikeOut() {
        for (int i = 0; i < 3; i++) {
            ward.fails(Ward.PLACE, Failure.PROVIDER_FAILED);
        }
        ward.pass(PAUSE);
    }

    @Test
    void letsOneOfAHundredInWhenTheCooldownIsOver() throws Exception {
        for (int round = 0; round < 50; round++) {
            ward.fails(Ward.PLACE, Failure.RATE_LIMITED, Duration.ofSeconds(1));
            ward.pass(Duration.ofSeconds(1));
            List<Visit> admitted = rush(100, HealthPolicy.DEFAULT);

            assertEquals(1, admitted.size());
            assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
            admitted.getFirst().answered();
            assertEquals(0, ward.health.underWay("acme", "large"));
        }
    }

    @Test
    void neverLetsMoreInThanThePolicyAllows() throws Exception {
        HealthPolicy four = new HealthPolicy(3, PAUSE, PAUSE, 20, 4);
        for (int round = 0; round < 50; round++) {
            List<Visit> admitted = rush(40, four);

            assertEquals(4, admitted.size());
            assertEquals(4, ward.health.underWay("acme", "large"));
            assertEquals(
                    Absence.Kind.FULL,
                    ward.health.absence(OTHER_MODEL, four).orElseThrow().kind());
            admitted.get(0).answered();
            admitted.get(1).abandoned();
            admitted.get(1).answered();
            admitted.get(2).failed(Ward.failure(Failure.INVALID_REQUEST));
            ward.visit(OTHER_MODEL, four).answered();
            admitted.get(3).answered();
            assertEquals(0, ward.health.underWay("acme", "large"));
        }
    }

    private List<Visit> rush(int callers, HealthPolicy policy) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Health.Entry>> entries = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                Callable<Health.Entry> caller = () -> {
                    start.await();
                    return ward.enter(Ward.PLACE, policy, false);
                };
                entries.add(threads.submit(caller));
            }
            start.countDown();
            List<Visit> admitted = new ArrayList<>();
            for (Future<Health.Entry> entry : entries) {
                if (entry.get() instanceof Health.Entry.Admitted(Visit visit)) {
                    admitted.add(visit);
                }
            }
            return admitted;
        }
    }

    @Test
    void forgetsEverythingWhenTheTrialIsAnswered() {
        strikeOut();
        ward.visit(Ward.PLACE).answered();

        assertEquals(List.of(), ward.health.report());
        ward.visit(Ward.PLACE);
        ward.visit(Ward.PLACE);
    }

    @Test
    void coolsAgainWhenTheTrialFails() {
        strikeOut();
        ward.fails(Ward.PLACE, Failure.TIMED_OUT);

        assertEquals(PAUSE.multipliedBy(2), ward.left(Ward.PLACE));
    }

    @Test
    void letsTheNextOneTryWhenATrialIsAbandonedOrRefusedForTheCallersFault() {
        strikeOut();
        ward.visit(Ward.PLACE).abandoned();
        ward.fails(Ward.PLACE, Failure.INVALID_REQUEST);
        ward.visit(Ward.PLACE);

        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
    }

    @Test
    void lookingTakesNothing() {
        strikeOut();
        for (int i = 0; i < 10; i++) {
            assertFalse(ward.isAway(Ward.PLACE));
        }
        ward.visit(Ward.PLACE);
        assertTrue(ward.isAway(Ward.PLACE));
    }

    @Test
    void aTrialThatNeverEndsHoldsNobodyUpForMoreThanTenMinutes() {
        strikeOut();
        Visit lost = ward.visit(Ward.PLACE);
        ward.pass(Duration.ofMinutes(10).minusNanos(1));
        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
        ward.pass(Duration.ofNanos(1));
        Visit next = ward.visit(Ward.PLACE);
        lost.abandoned();
        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
        next.answered();
        assertFalse(ward.isAway(Ward.PLACE));
    }

    @Test
    void theOthersNeedNotWaitForTheEndOfAnAnswerThatHasBegun() {
        strikeOut();
        Visit trial = ward.visit(Ward.PLACE);
        trial.answering();
        Visit other = ward.visit(Ward.PLACE);
        Visit third = ward.visit(Ward.PLACE);
        trial.failed(Ward.failure(Failure.MALFORMED_REPLY));
        other.failed(Ward.failure(Failure.MALFORMED_REPLY));
        third.answered();

        assertEquals(PAUSE.multipliedBy(2), ward.left(Ward.PLACE), "a break in the middle is a failed trial");
    }

    @Test
    void afterANamedTimeOneAtATimeIsLetInUntilOneIsAnswered() {
        ward.fails(Ward.PLACE, Failure.OVERLOADED, Duration.ofSeconds(2));
        ward.pass(Duration.ofSeconds(2));
        Visit first = ward.visit(Ward.PLACE);
        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
        first.failed(Ward.failure(Failure.OVERLOADED));
        Visit second = ward.visit(Ward.PLACE);
        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
        second.failed(Ward.failure(Failure.OVERLOADED));

        assertEquals(PAUSE, ward.left(Ward.PLACE), "three in a row");
    }

    @Test
    void aCallThatWouldBeRefusedForAnotherReasonTakesNoTrial() {
        HealthPolicy one = new HealthPolicy(3, PAUSE, PAUSE, 20, 1);
        strikeOut();
        Visit elsewhere = ward.visit(OTHER_MODEL, one);
        ward.enter(Ward.PLACE, one, false);
        elsewhere.answered();

        ward.visit(Ward.PLACE, one);
    }

    @Test
    void triesSeveralScopesWithOneCall() {
        strikeOut();
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED);
        ward.fails(OTHER_MODEL, Failure.KEY_REFUSED);
        ward.pass(Duration.ofHours(1));
        Visit trial = ward.visit(Ward.PLACE);
        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(OTHER_MODEL).kind(), "the key is on trial there too");
        trial.answered();
        assertEquals(List.of(), ward.health.report());
    }
}
