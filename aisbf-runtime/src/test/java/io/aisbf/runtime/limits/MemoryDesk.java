// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link MemoryLimiter} whose time is moved by hand. */
final class MemoryDesk extends Desk {
    /** Near the end of the counter's range, to see it wrap. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

    private final AtomicLong passed = new AtomicLong();
    private final MemoryLimiter limiter = new MemoryLimiter(this::instant, nanos::get);

    @Override
    public MemoryLimiter limiter() {
        return limiter;
    }

    Instant instant() {
        return START.plusNanos(passed.get());
    }

    @Override
    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        setClock(time);
    }

    /** Somebody sets the clock; nothing else passes. */
    void setClock(Duration later) {
        passed.addAndGet(later.toNanos());
    }

    @Override
    public Duration tick() {
        return Duration.ofNanos(1);
    }
}
