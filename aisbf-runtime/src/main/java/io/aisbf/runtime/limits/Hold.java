// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import io.aisbf.runtime.limits.Span.Moment;
import java.util.List;

/** A reservation that is under way: what it has taken of which limits, and in which buckets. */
final class Hold implements Comparable<Hold> {
    private final Claim claim;
    private final List<Place> places;
    private final Tally.Bucket[] buckets;
    private final long end;
    private final long number;

    /**
     * Takes what a claim wants.
     *
     * @param places its limits, each once
     * @param number tells reservations apart whose leases end together
     */
    Hold(Claim claim, List<Place> places, Moment now, long number) {
        this.claim = claim;
        this.places = places;
        this.number = number;
        end = now.nanos() + Span.nanos(claim.lease());
        buckets = new Tally.Bucket[places.size()];
        for (int i = 0; i < buckets.length; i++) {
            Place place = places.get(i);
            buckets[i] = place.tally().bucket(now);
            buckets[i].reserve(place.wanted(claim));
        }
    }

    /** Whose it is. */
    String attempt() {
        return claim.attempt();
    }

    /** When its lease is over, in the limiter's nanoseconds. */
    long end() {
        return end;
    }

    @Override
    public int compareTo(Hold other) {
        int order = Long.compare(end, other.end);
        return order == 0 ? Long.compare(number, other.number) : order;
    }

    /** Corrects all of it. */
    void settle(Actual actual) {
        for (int i = 0; i < buckets.length; i++) {
            Place place = places.get(i);
            long wanted = place.wanted(claim);
            buckets[i].settle(wanted, spent(place.limit().unit(), wanted, actual));
        }
    }

    /** Nobody has settled it: what was claimed is taken for used. */
    void lapse() {
        for (int i = 0; i < buckets.length; i++) {
            long wanted = places.get(i).wanted(claim);
            buckets[i].settle(wanted, wanted);
        }
    }

    private static long spent(Limit.Unit unit, long wanted, Actual actual) {
        long counted = unit.of(actual.tokens(), actual.microUsd());
        return switch (actual.certainty()) {
            case EXACT -> counted;
            case UNDERESTIMATE -> Math.max(counted, wanted);
            case NOTHING -> 0;
        };
    }
}
