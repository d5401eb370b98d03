// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link Health} whose time is moved by hand. */
final class Ward implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Place PLACE = new Place("acme", "k1", "large");

    /** Near the end of the counter's range, to see it wrap. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(3).toNanos());

    private final AtomicLong passed = new AtomicLong();

    final Health health;

    Ward() {
        health = new Health(this::instant, nanos::get, new SplittableRandom(7));
    }

    Ward(java.nio.file.Path file) {
        health = Health.start(this::instant, nanos::get, new SplittableRandom(7), Optional.of(file));
    }

    Instant instant() {
        return START.plusNanos(passed.get());
    }

    long nanos() {
        return nanos.get();
    }

    void pass(Duration time) {
        passed.addAndGet(time.toNanos());
        nanos.addAndGet(time.toNanos());
    }

    /** Somebody sets the clock; nothing else passes. */
    void setClock(Duration later) {
        passed.addAndGet(later.toNanos());
    }

    Health.Entry enter(Place place, HealthPolicy policy, boolean again) {
        return health.enter(place, policy, again);
    }

    Visit visit(Place place) {
        return visit(place, HealthPolicy.DEFAULT);
    }

    Visit visit(Place place, HealthPolicy policy) {
        return switch (health.enter(place, policy, false)) {
            case Health.Entry.Admitted(Visit visit) -> visit;
            case Health.Entry.Refused(Absence absence) -> throw new AssertionError("refused: " + absence);
        };
    }

    /** A call there that fails so. */
    void fails(Place place, Failure failure) {
        visit(place).failed(failure(failure));
    }

    /** A call there that fails so, and is told when to come back. */
    void fails(Place place, Failure failure, Duration retryAfter) {
        visit(place).failed(failure(failure, retryAfter));
    }

    Absence refusal(Place place) {
        return switch (health.enter(place, HealthPolicy.DEFAULT, false)) {
            case Health.Entry.Admitted admitted -> throw new AssertionError("admitted");
            case Health.Entry.Refused(Absence absence) -> absence;
        };
    }

    boolean isAway(Place place) {
        return health.absence(place, HealthPolicy.DEFAULT).isPresent();
    }

    /** How long it is still left alone; nothing if it is not. */
    Duration left(Place place) {
        return health.absence(place, HealthPolicy.DEFAULT)
                .flatMap(Absence::until)
                .map(until -> Duration.between(instant(), until))
                .orElse(Duration.ZERO);
    }

    static CallException failure(Failure failure) {
        return new CallException(failure, "as the test wants it");
    }

    static CallException failure(Failure failure, Duration retryAfter) {
        return new CallException(
                failure, "as the test wants it", CallException.Details.NONE.withRetryAfter(retryAfter));
    }

    @Override
    public void close() {
        health.close();
    }
}
