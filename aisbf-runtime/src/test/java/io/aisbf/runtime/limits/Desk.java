// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aisbf.runtime.limits.Actual.Certainty;
import io.aisbf.runtime.limits.Limit.Unit;
import io.aisbf.runtime.limits.Limit.Window;
import io.aisbf.runtime.limits.Limiter.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link MemoryLimiter} whose time is moved by hand. */
final class Desk {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(10);

    /** Near the end of the counter's range, to see it wrap. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

    private final AtomicLong passed = new AtomicLong();

    final MemoryLimiter limiter = new MemoryLimiter(this::instant, nanos::get);

    static Limit tokens(long most, Duration length) {
        return new Limit("tokens", Unit.TOKENS, most, new Window.Sliding(length));
    }

    static Limit requests(long most, Duration length) {
        return new Limit("requests", Unit.REQUESTS, most, new Window.Sliding(length));
    }

    static Limit spacing(Duration between) {
        return new Limit("spacing", Unit.REQUESTS, 1, new Window.Spacing(between));
    }

    static Limit budget(long most, Limit.Period period) {
        return new Limit("budget", Unit.MICRO_USD, most, new Window.Calendar(period));
    }

    Instant instant() {
        return START.plusNanos(passed.get());
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        setClock(time);
    }

    /** Somebody sets the clock; nothing else passes. */
    void setClock(Duration later) {
        passed.addAndGet(later.toNanos());
    }

    /** Claims so much of whatever the limits count. */
    Answer claim(String attempt, long amount, Limit... limits) {
        return limiter.reserve(new Claim(attempt, List.of(limits), amount, amount, LEASE));
    }

    void granted(String attempt, long amount, Limit... limits) {
        assertInstanceOf(Answer.Granted.class, claim(attempt, amount, limits));
    }

    Answer.Refused refused(String attempt, long amount, Limit... limits) {
        return assertInstanceOf(Answer.Refused.class, claim(attempt, amount, limits));
    }

    void settle(String attempt, long amount, Certainty certainty) {
        limiter.settle(attempt, new Actual(amount, amount, certainty));
    }

    void filled(Limit limit, long used, long reserved) {
        assertEquals(List.of(new Limiter.Fill(limit, used, reserved)), limiter.fill(List.of(limit)));
    }
}
