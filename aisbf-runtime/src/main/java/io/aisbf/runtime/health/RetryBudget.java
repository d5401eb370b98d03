// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * How many second tries a provider may get while it is failing, so that an outage is not answered with a multiple of
 * the usual calls (Finagle's {@code RetryBudget}; Envoy's {@code retry_budget}: a fifth of the calls, and three).
 *
 * <p>A bucket of tokens: it starts with three, every first call adds the configured part of one, up to a hundred, and a
 * second try takes one. Second tries into a provider that answers are free and take nothing: they come from the failing
 * of others, to whom they do no harm, and a rotation must not run dry because its first candidate is down for a day.
 * Only from the first failure after an answer to the next answer are tokens asked for. So a provider that is down gets
 * at most {@code first calls * (1 + part) + 3} attempts, and a healthy one never denies anybody.
 *
 * <p>Failing means failures that count as strikes. A key that is refused or at its limit, and a model that is unknown,
 * cool at the first failure; a second try elsewhere in that provider multiplies nothing.
 *
 * <p>A provider that only ever gets second tries, because it is the last resort of every rotation, would never earn a
 * token again and so never be found well. Hence one try is free when nobody has asked it for five seconds. And with an
 * answer there are three tokens again.
 *
 * <p>For many threads at once; counts in hundredths of a token.
 */
final class RetryBudget {
    private static final int TOKEN = 100;
    private static final int FLOOR = 3 * TOKEN;
    private static final int CAP = 100 * TOKEN;
    private static final long FORGOTTEN = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private final AtomicInteger tokens = new AtomicInteger(FLOOR);
    private volatile boolean failing;
    private volatile long lastAsked;

    RetryBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A first call goes there. */
    void first(int percent) {
        if (failing) {
            lastAsked = nanoTime.getAsLong();
        }
        if (percent > 0 && tokens.get() < CAP) {
            tokens.getAndUpdate(count -> Math.min(CAP, count + percent));
        }
    }

    /** A second try wants to go there; whether it may. Where there is to be no part at all, it never may. */
    boolean second(int percent) {
        if (!failing || percent == 0) {
            return !failing;
        }
        long now = nanoTime.getAsLong();
        boolean forgotten = now - lastAsked >= FORGOTTEN;
        if (!forgotten && tokens.getAndUpdate(count -> count < TOKEN ? count : count - TOKEN) < TOKEN) {
            return false;
        }
        lastAsked = now;
        return true;
    }

    /** A call there failed in a way that counts as a strike. */
    void failed() {
        if (!failing) {
            lastAsked = nanoTime.getAsLong();
            failing = true;
        }
    }

    /** A call there was answered. */
    void answered() {
        if (failing) {
            failing = false;
            tokens.getAndUpdate(count -> Math.max(FLOOR, count));
        }
    }
}
