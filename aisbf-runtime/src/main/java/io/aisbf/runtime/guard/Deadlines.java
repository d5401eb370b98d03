// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import java.time.Duration;

/**
 * The rules about time for one connection, as the sweeper applies them.
 *
 * <p>The connection's thread keeps no times; it only counts (phase, bytes, writes), which costs it next to nothing.
 * The sweeper compares the counts with those of its last visit. So a deadline counts from the first visit that saw its
 * reason and fires up to one sweep late, never early. Used by the sweeper's thread alone.
 */
final class Deadlines {
    /** What is to be done about a connection. */
    enum Verdict {
        NONE,
        HEAD_LATE,
        IDLE_LATE,
        BODY_LATE,
        WRITE_STALLED,
        LINGERED
    }

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final GuardSettings settings;
    private long word = -1;
    private long since;
    private long visit;
    private long request = -1;
    private long waited;
    private long window;
    private long windowStart;
    private long write;
    private long writeSince;

    Deadlines(GuardSettings settings) {
        this.settings = settings;
    }

    /**
     * Looks at a connection.
     *
     * @param now the clock in nanoseconds
     * @param seen its {@link Stage#word}
     * @param received bytes that came from the client
     * @param writes count of begun and ended writes; odd while one is under way
     */
    Verdict visit(long now, long seen, long received, long writes) {
        if (writes != write) {
            write = writes;
            writeSince = now;
        } else if ((writes & 1) == 1
                && now - writeSince >= settings.writeTimeout().toNanos()) {
            return Verdict.WRITE_STALLED;
        }
        boolean wasBody = word >= 0 && Stage.phase(word) == Stage.Phase.BODY;
        long passed = now - visit;
        if (seen != word) {
            word = seen;
            since = now;
        }
        visit = now;
        long age = now - since;
        return switch (Stage.phase(seen)) {
            case HEAD -> late(age, settings.headerTimeout(), Verdict.HEAD_LATE);
            case IDLE -> late(age, settings.idleTimeout(), Verdict.IDLE_LATE);
            case LINGER -> late(age, settings.linger(), Verdict.LINGERED);
            case BODY -> body(Stage.request(seen), wasBody ? passed : 0, received);
            case WORK, EXPIRED -> Verdict.NONE;
        };
    }

    private Verdict body(long number, long passed, long received) {
        if (number != request) {
            request = number;
            waited = 0;
            window = 0;
            windowStart = received;
            return Verdict.NONE;
        }
        waited += passed;
        window += passed;
        if (waited >= settings.bodyTimeout().toNanos()) {
            return Verdict.BODY_LATE;
        }
        if (window >= settings.bodyGrace().toNanos()) {
            if ((double) (received - windowStart) * SECOND < (double) settings.minimumBodyRate() * window) {
                return Verdict.BODY_LATE;
            }
            window = 0;
            windowStart = received;
        }
        return Verdict.NONE;
    }

    private static Verdict late(long age, Duration most, Verdict verdict) {
        return age >= most.toNanos() ? verdict : Verdict.NONE;
    }
}
