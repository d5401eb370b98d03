// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import io.aisbf.runtime.limits.Span.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What is used and reserved of one limit, bucket by bucket. Not safe for threads: {@link MemoryLimiter} locks. */
final class Tally {
    /** More than any configured limit; what a provider claims to have counted beyond it is cut, lest sums overflow. */
    private static final long MOST_AT_ONCE = 1L << 52;

    private final Span span;
    private final NavigableMap<Long, Bucket> buckets = new TreeMap<>();

    /**
     * The sum of all buckets from {@code first} on, if it is known: kept up with every change, because adding up sixty
     * buckets for each of a dozen limits took longer than all else that a claim does.
     */
    private long sum;

    private long first;
    private boolean known;

    /** The last of all buckets, if it is known to be: nearly every attempt comes to where the one before it came. */
    private Optional<Bucket> latest = Optional.empty();

    Tally(Span span) {
        this.span = span;
    }

    /** What was booked within one stretch of time. A reservation keeps its own, to be corrected where it was made. */
    final class Bucket {
        private final long index;
        private final long opened;
        private long touched;
        private long used;
        private long reserved;
        private boolean forgotten;

        private Bucket(long index, long opened) {
            this.index = index;
            this.opened = opened;
            this.touched = opened;
        }

        /** Reserves so much. */
        void reserve(long amount) {
            long before = total();
            reserved = plus(reserved, amount);
            changed(before);
        }

        /** So much that was reserved came to be so much that was used. */
        void settle(long claimed, long spent) {
            long before = total();
            reserved -= Math.min(claimed, reserved);
            used = plus(used, Math.clamp(spent, 0, MOST_AT_ONCE));
            changed(before);
        }

        private void changed(long before) {
            if (index >= first && !forgotten) {
                sum = plus(sum - before, total());
                // What does not fit any more is the largest number, from which nothing can be taken again.
                known &= sum != Long.MAX_VALUE;
            }
        }

        private long total() {
            return plus(used, reserved);
        }
    }

    /** The bucket of this moment. */
    Bucket bucket(Moment now) {
        long index = span.index(now);
        if (latest.isPresent() && latest.get().index == index) {
            return touched(latest.get(), now);
        }
        Map.Entry<Long, Bucket> last = buckets.lastEntry();
        if (last != null && last.getKey() > index && now.nanos() - last.getValue().opened < span.trust()) {
            // The clock was set back. What is used until it comes round must still count when it has.
            return touched(last.getValue(), now);
        }
        if (last == null || last.getKey() != index) {
            forget(now);
        }
        Bucket bucket = buckets.computeIfAbsent(index, i -> new Bucket(i, now.nanos()));
        latest = buckets.lastKey() == index ? Optional.of(bucket) : Optional.empty();
        return touched(bucket, now);
    }

    private static Bucket touched(Bucket bucket, Moment now) {
        bucket.touched = Math.max(bucket.touched, now.nanos());
        return bucket;
    }

    /** Books what was used at an earlier moment. */
    void replay(Moment at, long amount, Moment now) {
        long index = span.index(at);
        if (!span.stale(index, at.nanos(), now)) {
            latest = Optional.empty();
            touched(buckets.computeIfAbsent(index, i -> new Bucket(i, at.nanos())), at)
                    .settle(0, amount);
        }
    }

    /** All that counts now, used and reserved. */
    long total(Moment now) {
        long from = span.first(now);
        if (!known || first != from) {
            first = from;
            sum = 0;
            for (Bucket bucket : counting(now).values()) {
                sum = plus(sum, bucket.total());
            }
            known = sum != Long.MAX_VALUE;
        }
        return sum;
    }

    /** What is used and counts now. */
    long used(Moment now) {
        long sum = 0;
        for (Bucket bucket : counting(now).values()) {
            sum = plus(sum, bucket.used);
        }
        return sum;
    }

    /** What is reserved and counts now. */
    long reserved(Moment now) {
        long sum = 0;
        for (Bucket bucket : counting(now).values()) {
            sum = plus(sum, bucket.reserved);
        }
        return sum;
    }

    /** After what time no more than so much counts, if nothing else comes. */
    Duration wait(long allowed, Moment now) {
        long total = total(now);
        Duration wait = Duration.ZERO;
        for (Map.Entry<Long, Bucket> entry : counting(now).entrySet()) {
            if (total <= allowed) {
                break;
            }
            total -= entry.getValue().total();
            wait = span.until(entry.getKey(), now);
        }
        return wait;
    }

    /** Forgets what cannot count any more. */
    void forget(Moment now) {
        known = false;
        latest = Optional.empty();
        buckets.values().removeIf(bucket -> {
            bucket.forgotten = span.stale(bucket.index, bucket.touched, now);
            return bucket.forgotten;
        });
    }

    /** Whether nothing is left. */
    boolean empty() {
        return buckets.isEmpty();
    }

    private NavigableMap<Long, Bucket> counting(Moment now) {
        return buckets.tailMap(span.first(now), true);
    }

    /** The sum of two that are not negative, or the largest number. */
    private static long plus(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }
}
