// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a candidate is expected to take to its first token: a peak-sensitive exponentially weighted moving average,
 * as in Finagle's load balancer (twitter/finagle, PeakEwma.scala). A slower answer than expected is believed at once, a
 * faster one little by little: an old figure loses half its weight with each half-life. So a candidate that gets into
 * trouble is left at once, and trusted again only after it has been good for a while.
 *
 * <p>Unlike there, a figure that nobody renews does not fade by itself: programs often ask a model once in minutes, and
 * a fading figure would have them start from nothing each time. It {@linkplain #faded fades} only in the eyes of who
 * looks for somebody to give another chance to.
 *
 * @param seconds the expectation
 * @param learned when it was last corrected
 * @param tried when the candidate was last given another chance; {@code learned} if never since
 */
record Latency(double seconds, Instant learned, Instant tried) {
    /** Below that, differences are those of the network; and nothing can be ten times slower than nothing. */
    private static final double LEAST = 0.001;
    /** What a failure is taken for when nothing else is known. */
    private static final double FAILED = 10;
    /** However often it fails. */
    private static final double WORST = 60;

    /** What the first answer says. */
    static Latency first(Duration took, Instant now) {
        return new Latency(seconds(took), now, now);
    }

    /** What it is taken for when the first that is known of it is that it failed. */
    static Latency failed(Instant now) {
        return new Latency(FAILED, now, now);
    }

    /** After one more answer. */
    Latency answered(Duration took, Instant now, Duration halfLife) {
        double fresh = seconds(took);
        double old = fresh > seconds ? 0 : halving(learned, now, halfLife);
        return new Latency(seconds * old + fresh * (1 - old), now, now);
    }

    /** After nobody waited for it any longer: it would have taken at least that long. */
    Latency abandoned(Duration after, Instant now) {
        double atLeast = seconds(after);
        return atLeast > seconds ? new Latency(atLeast, now, now) : this;
    }

    /**
     * After a failure, which says how long an answer takes only in that there was none. Twice as slow for one, so that
     * a single mishap does not banish a fast candidate, and four times for two.
     */
    Latency failedAgain(Instant now) {
        return new Latency(Math.max(seconds, Math.min(2 * seconds, WORST)), now, now);
    }

    /** Now that it is given another chance. */
    Latency tried(Instant now) {
        return new Latency(seconds, learned, now);
    }

    /** What is left of the expectation for who doubts it more the older it is. */
    double faded(Instant now, Duration halfLife) {
        return seconds * halving(tried, now, halfLife);
    }

    private static double halving(Instant then, Instant now, Duration halfLife) {
        // The time of day may be set back.
        double elapsed = Math.max(0, seconds(then, now));
        return Math.pow(0.5, elapsed / (halfLife.toNanos() / 1e9));
    }

    private static double seconds(Instant from, Instant to) {
        return (to.getEpochSecond() - from.getEpochSecond()) + (to.getNano() - from.getNano()) / 1e9;
    }

    private static double seconds(Duration duration) {
        return Math.max(LEAST, duration.toMillis() / 1e3);
    }
}
