// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Asking at no cost before a call is risked. */
class ProbingTest {
    private static final Duration PAUSE = HealthPolicy.DEFAULT.pause();

    private final Ward ward = new Ward();
    private final AtomicInteger probes = new AtomicInteger();
    private final List<CallException> outcome = new CopyOnWriteArrayList<>();

    private void attend() {
        ward.health.attend(place -> Optional.of(this::probe));
    }

    private void probe() {
        probes.incrementAndGet();
        for (CallException failure : outcome) {
            throw failure;
        }
    }

    private void strikeOut(Failure failure) {
        for (int i = 0; i < 3; i++) {
            ward.fails(Ward.PLACE, failure);
        }
    }

    @Test
    void risksNoCallBeforeTheProbeIsAnswered() {
        attend();
        strikeOut(Failure.PROVIDER_FAILED);
        assertEquals(PAUSE, ward.health.probe(), "the next one is due when the cooldown ends");
        assertEquals(0, probes.get());
        ward.pass(PAUSE);
        Absence absence = ward.refusal(Ward.PLACE);
        assertEquals(Absence.Kind.COOLING, absence.kind());
        assertEquals(Optional.empty(), absence.until());
        assertEquals(Report.State.PROBED, ward.health.report().getFirst().state());
        ward.health.probe();

        assertEquals(1, probes.get());
        ward.visit(Ward.PLACE);
        assertEquals(Absence.Kind.ON_TRIAL, ward.refusal(Ward.PLACE).kind());
    }

    @Test
    void coolsAgainWhenTheProbeFailsButNotForEver() {
        attend();
        outcome.add(Ward.failure(Failure.UNREACHABLE));
        strikeOut(Failure.UNREACHABLE);
        for (int minutes : List.of(5, 10, 20, 40)) {
            assertEquals(Duration.ofMinutes(minutes), ward.left(Ward.PLACE));
            ward.pass(Duration.ofMinutes(minutes));
            ward.health.probe();
        }

        assertEquals(4, probes.get());
        ward.visit(Ward.PLACE);
    }

    @Test
    void obeysTheTimeThatAProbeIsTold() {
        attend();
        outcome.add(Ward.failure(Failure.OVERLOADED, Duration.ofHours(7)));
        strikeOut(Failure.OVERLOADED);
        ward.pass(PAUSE);
        ward.health.probe();

        assertEquals(Duration.ofHours(7), ward.left(Ward.PLACE));
    }

    @Test
    void asksSoonerAfterARefusedKeyWhereThatCostsNothing() {
        attend();
        outcome.add(Ward.failure(Failure.KEY_REFUSED));
        ward.fails(Ward.PLACE, Failure.KEY_REFUSED);
        assertEquals(PAUSE, ward.left(Ward.PLACE));
        ward.pass(PAUSE);
        ward.health.probe();
        assertEquals(PAUSE.multipliedBy(2), ward.left(Ward.PLACE));
        outcome.clear();
        ward.pass(PAUSE.multipliedBy(2));
        ward.health.probe();
        ward.visit(Ward.PLACE).answered();
        assertEquals(List.of(), ward.health.report());
    }

    @Test
    void probesNothingThatOnlyWaitsForATime() {
        attend();
        ward.fails(Ward.PLACE, Failure.RATE_LIMITED);
        ward.fails(new Place("other", "", "m"), Failure.OVERLOADED, Duration.ofSeconds(9));
        ward.fails(new Place("third", "", "m"), Failure.UNKNOWN_MODEL);
        ward.pass(Duration.ofHours(1));
        ward.health.probe();

        assertEquals(0, probes.get());
        ward.visit(Ward.PLACE);
    }

    @Test
    void takesAFailureThatTellsNothingForNoProbe() {
        attend();
        outcome.add(Ward.failure(Failure.UNKNOWN_MODEL));
        strikeOut(Failure.PROVIDER_FAILED);
        ward.pass(PAUSE);
        ward.health.probe();

        ward.visit(Ward.PLACE);
    }

    @Test
    void waitsForNoProbeThatDoesNotComeBack() {
        attend();
        strikeOut(Failure.PROVIDER_FAILED);
        ward.pass(PAUSE.plusNanos(Grudge.PROBE_WAIT).minusNanos(1));
        assertTrue(ward.isAway(Ward.PLACE));
        ward.pass(Duration.ofNanos(1));

        ward.visit(Ward.PLACE);
        ward.health.probe();
        assertEquals(0, probes.get());
    }

    @Test
    void interruptsAProbeThatTakesTooLong() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Probing probing = new Probing(Duration.ofMillis(50));
        probing.use(place -> Optional.of(() -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }));
        ProviderHealth provider = probed(probing);
        probing.round(List.of(provider), ward::nanos);

        assertTrue(interrupted.await(10, TimeUnit.SECONDS));
        assertEquals(
                PAUSE.multipliedBy(2),
                Duration.ofNanos(provider.grudges()
                        .list(grudge -> grudge.left(ward.nanos()))
                        .getFirst()));
    }

    @Test
    void survivesAProbeThatThrowsWhatItShouldNot() {
        ward.health.attend(place -> Optional.of(() -> {
            throw new IllegalStateException("broken");
        }));
        strikeOut(Failure.PROVIDER_FAILED);
        ward.pass(PAUSE);
        ward.health.probe();

        ward.visit(Ward.PLACE);
    }

    @Test
    void runsByItselfInAGateway() throws InterruptedException {
        CountDownLatch probed = new CountDownLatch(1);
        HealthPolicy quick = new HealthPolicy(1, Duration.ofMillis(30), Duration.ofSeconds(1), 20, 0);
        try (Health health = Health.start(ward::instant, System::nanoTime, new SplittableRandom(1), Optional.empty())) {
            health.attend(place -> Optional.of(probed::countDown));
            if (health.enter(Ward.PLACE, quick, false) instanceof Health.Entry.Admitted(Visit visit)) {
                visit.failed(Ward.failure(Failure.TIMED_OUT));
            }
            assertTrue(probed.await(10, TimeUnit.SECONDS));
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    /** A provider that is due to be probed. */
    private ProviderHealth probed(Probing probing) {
        ProviderHealth provider = new ProviderHealth(new Around(probing));
        for (int i = 0; i < 3; i++) {
            if (provider.enter(Ward.PLACE, HealthPolicy.DEFAULT, false).orElseThrow()
                    instanceof Health.Entry.Admitted(Visit visit)) {
                visit.failed(Ward.failure(Failure.TIMED_OUT));
            }
        }
        ward.pass(PAUSE);
        return provider;
    }

    /** What a provider sees of the gateway. */
    private final class Around implements Grudges.Surroundings {
        private final Probing probing;

        private Around(Probing probing) {
            this.probing = probing;
        }

        @Override
        public long now() {
            return ward.nanos();
        }

        @Override
        public java.time.Instant instant() {
            return ward.instant();
        }

        @Override
        public Grudges.Pauses pauses() {
            return new Grudges.Pauses(new SplittableRandom(1));
        }

        @Override
        public boolean hasProbe(Place place) {
            return probing.has(place);
        }

        @Override
        public void changed() {}

        @Override
        public void tidy() {}

        @Override
        public void remembered(int more) {}
    }
}
