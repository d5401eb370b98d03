// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Spares callers the wait for a selection model that is too slow: after three questions in a row that it left unanswered
 * it is not asked for ten seconds. For all threads.
 */
final class Pause {
    private static final int STRIKES = 3;
    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final InstantSource clock;
    private int strikes;
    private String last = "";
    private Instant until = Instant.MIN;

    Pause(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean on() {
        return clock.instant().isBefore(until);
    }

    /** A question was left unanswered; one that many waited for counts once. */
    synchronized void failed(String key) {
        strikes += key.equals(last) ? 0 : 1;
        last = key;
        if (strikes >= STRIKES) {
            answered();
            until = clock.instant().plus(LENGTH);
        }
    }

    synchronized void answered() {
        strikes = 0;
        last = "";
    }
}
