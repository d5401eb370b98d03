// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long something is left alone after a failure.
 *
 * <p>A rate limit for which the provider names no time: from one second, doubled with each one in a row, to a minute,
 * and of that a random part, so that many callers do not come back at the same moment (M. Brooker, "Exponential Backoff
 * And Jitter", AWS Architecture Blog 2015). That article draws from nothing to all of it; here it is at least half,
 * because to be back at once is what the limit was about.
 *
 * <p>Stateless but for the generator; safe for all threads if that is.
 */
final class Pauses {
    /** What a provider may name at most; years are somebody's mistake, and would outlive the counters of time. */
    static final Duration LONGEST_NAMED = Duration.ofDays(370);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 30;

    private final RandomGenerator random;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** The pause after so many rate limits in a row, the first being 1. */
    Duration limited(int times) {
        long most = doubled(FIRST, times - 1, LONGEST).toNanos();
        return Duration.ofNanos(random.nextLong(most / 2, most + 1));
    }

    /** A pause doubled so many times, and no longer than the longest. */
    static Duration doubled(Duration first, int times, Duration longest) {
        Duration pause = first;
        for (int i = 0; i < Math.min(times, MOST_DOUBLINGS) && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    /** What the provider named, if it named a time that is still to come: a wait of nothing tells nothing. */
    static Optional<Duration> named(CallException failure) {
        return failure.details()
                .retryAfter()
                .filter(Duration::isPositive)
                .map(wait -> wait.compareTo(LONGEST_NAMED) < 0 ? wait : LONGEST_NAMED);
    }
}
