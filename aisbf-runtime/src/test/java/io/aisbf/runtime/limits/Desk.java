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

/** A {@link Limiter} whose time is moved by hand. */
public abstract class Desk {
    /** When it opens. */
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    /** How long what is claimed here may take. */
    public static final Duration LEASE = Duration.ofMinutes(10);

    /** The limiter. */
    public abstract Limiter limiter();

    /** Lets so much time go by. */
    public abstract void pass(Duration time);

    /** The shortest time that the limiter tells from none. */
    public abstract Duration tick();

    /** So many tokens. */
    public static Limit tokens(long most, Duration length) {
        return new Limit("tokens", Unit.TOKENS, most, new Window.Sliding(length));
    }

    /** So many requests. */
    public static Limit requests(long most, Duration length) {
        return new Limit("requests", Unit.REQUESTS, most, new Window.Sliding(length));
    }

    /** So much time between one and the next. */
    public static Limit spacing(Duration between) {
        return new Limit("spacing", Unit.REQUESTS, 1, new Window.Spacing(between));
    }

    /** So many millionths of a dollar. */
    public static Limit budget(long most, Limit.Period period) {
        return new Limit("budget", Unit.MICRO_USD, most, new Window.Calendar(period));
    }

    /** Claims so much of whatever the limits count. */
    public Answer claim(String attempt, long amount, Limit... limits) {
        return limiter().reserve(new Claim(attempt, List.of(limits), amount, amount, LEASE));
    }

    /** It must be granted. */
    public void granted(String attempt, long amount, Limit... limits) {
        assertInstanceOf(Answer.Granted.class, claim(attempt, amount, limits));
    }

    /** It must be refused. */
    public Answer.Refused refused(String attempt, long amount, Limit... limits) {
        return assertInstanceOf(Answer.Refused.class, claim(attempt, amount, limits));
    }

    /** It came to so much. */
    public void settle(String attempt, long amount, Certainty certainty) {
        limiter().settle(attempt, new Actual(amount, amount, certainty));
    }

    /** It must be as full as that. */
    public void filled(Limit limit, long used, long reserved) {
        assertEquals(List.of(new Limiter.Fill(limit, used, reserved)), limiter().fill(List.of(limit)));
    }
}
