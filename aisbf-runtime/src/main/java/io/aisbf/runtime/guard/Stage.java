// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a connection is doing, as one number that the sweeper can compare with what it saw before.
 *
 * <p>Only the connection's thread enters phases; only the sweeper expires one, and only while the connection's thread
 * waits for bytes. Whoever comes first wins: after {@link #expire} said true the connection's thread cannot leave its
 * wait unnoticed, so the sweeper owns the connection and may write the last words on it.
 */
final class Stage {
    /** Kept in the lowest bits of the number. */
    enum Phase {
        /** A request head is awaited: on a new connection, or after its first byte. */
        HEAD(0),
        /** The next request is awaited. */
        IDLE(1),
        /** The handler waits for bytes of the body. */
        BODY(2),
        /** A handler has what it wants and works. */
        WORK(3),
        /** The request was answered, the rest of it is thrown away. */
        LINGER(4),
        /** A deadline has passed. */
        EXPIRED(5);

        private final long code;

        Phase(long code) {
            this.code = code;
        }
    }

    private static final int PHASE_BITS = 3;
    private static final long PHASE_MASK = (1 << PHASE_BITS) - 1;
    private static final int STEP_BITS = 32;

    private final AtomicLong word = new AtomicLong();

    /** Changes the phase; false when the sweeper has ended this connection. */
    boolean enter(Phase phase) {
        long now = word.getPlain();
        long next = (((now >>> PHASE_BITS) + 1) << PHASE_BITS) | phase.code;
        return phase(now) != Phase.EXPIRED && word.compareAndSet(now, next);
    }

    /** Counts a request and enters {@link Phase#WORK}. */
    boolean enterRequest() {
        long now = word.getPlain();
        long next = ((request(now) + 1) << STEP_BITS) | Phase.WORK.code;
        return phase(now) != Phase.EXPIRED && word.compareAndSet(now, next);
    }

    /** Ends the connection if it still is where the sweeper saw it. */
    boolean expire(long seen) {
        return word.compareAndSet(seen, (seen & ~PHASE_MASK) | Phase.EXPIRED.code);
    }

    long word() {
        return word.get();
    }

    static Phase phase(long word) {
        return switch ((int) (word & PHASE_MASK)) {
            case 0 -> Phase.HEAD;
            case 1 -> Phase.IDLE;
            case 2 -> Phase.BODY;
            case 3 -> Phase.WORK;
            case 4 -> Phase.LINGER;
            default -> Phase.EXPIRED;
        };
    }

    static long request(long word) {
        return word >>> STEP_BITS;
    }
}
