// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import java.util.List;

/**
 * A reservation that is under way.
 *
 * @param attempt whose it is
 * @param end when its lease is over, in the limiter's nanoseconds
 * @param number tells reservations apart whose leases end together
 * @param parts what it has taken
 */
record Hold(String attempt, long end, long number, List<Part> parts) implements Comparable<Hold> {
    /** What it has taken of one limit, and in which bucket. */
    record Part(Limit.Unit unit, Tally.Bucket bucket, long amount) {}

    @Override
    public int compareTo(Hold other) {
        int order = Long.compare(end, other.end);
        return order == 0 ? Long.compare(number, other.number) : order;
    }

    /** Corrects all of it. */
    void settle(Actual actual) {
        for (Part part : parts) {
            part.bucket().settle(part.amount(), spent(part, actual));
        }
    }

    /** Nobody has settled it: what was claimed is taken for used. */
    void lapse() {
        for (Part part : parts) {
            part.bucket().settle(part.amount(), part.amount());
        }
    }

    private static long spent(Part part, Actual actual) {
        long counted = part.unit().of(actual.tokens(), actual.microUsd());
        return switch (actual.certainty()) {
            case EXACT -> counted;
            case UNDERESTIMATE -> Math.max(counted, part.amount());
            case NOTHING -> 0;
        };
    }
}
