// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long targets take to their first content, learned from the calls that were made: for each target, streamed and
 * whole apart, the last 256 of them. A hedge's delay is a quantile of these.
 *
 * <p>Of one that was cancelled only a bound is known: it would have taken longer than it ran. Were it left out, only the
 * quick ones would be remembered, the delay would shrink with every hedge, and in the end it would be the ordinary ones
 * that are hedged. A bound that is itself short says nothing, though, and is left out.
 *
 * <p>A thousand targets are known at most; of more, the least recently used are forgotten. Safe for any number of
 * threads. An observation is one array element, of every sixteenth a sort of 256 numbers; asking sorts nothing.
 */
public final class Delays {
    private static final int MOST_TARGETS = 1_000;
    private static final int WINDOW = 256;
    private static final int ENOUGH = 20;
    private static final int EVERY = 16;
    private static final double MIDDLE = 0.5;
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<String, Manners> targets = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Manners> eldest) {
            return size() > MOST_TARGETS;
        }
    };

    /** The two ways in which a target answers. */
    private record Manners(Window streamed, Window whole) {
        private Window of(boolean stream) {
            return stream ? streamed : whole;
        }
    }

    /** Notes how long a target took to its first content. */
    public synchronized void observe(String target, boolean streamed, Duration toFirst) {
        targets.computeIfAbsent(target, _ -> new Manners(new Window(), new Window()))
                .of(streamed)
                .add(toFirst.toNanos());
    }

    /**
     * Notes that a target was waited for that long in vain, until nobody needed it any more. Counts as if it had come
     * then, if that is longer than half of its answers take.
     */
    public synchronized void outlasted(String target, boolean streamed, Duration waited) {
        if (quantile(target, streamed, MIDDLE)
                .filter(middle -> waited.compareTo(middle) > 0)
                .isPresent()) {
            observe(target, streamed, waited);
        }
    }

    /**
     * The time within which a share of a target's answers began.
     *
     * @param q the share, from 0 to 1
     * @return empty as long as there are fewer than 20 observations
     */
    public synchronized Optional<Duration> quantile(String target, boolean streamed, double q) {
        return Optional.ofNullable(targets.get(target))
                .flatMap(manners -> manners.of(streamed).quantile(q));
    }

    /** How many targets are known. */
    synchronized int size() {
        return targets.size();
    }

    /** The last observations in a ring, and how they looked in order a few observations ago. */
    private static final class Window {
        private long[] ring = {};
        private long[] sorted = {};
        private int next;
        private int count;
        private int unsorted;

        private void add(long nanos) {
            if (ring.length == 0) {
                ring = new long[WINDOW];
            }
            ring[next] = nanos;
            next = (next + 1) % WINDOW;
            count = Math.min(count + 1, WINDOW);
            unsorted++;
            if (count == ENOUGH || (count > ENOUGH && unsorted >= EVERY)) {
                sorted = Arrays.copyOf(ring, count);
                Arrays.sort(sorted);
                unsorted = 0;
            }
        }

        /** By the nearest rank. */
        private Optional<Duration> quantile(double q) {
            if (sorted.length == 0) {
                return Optional.empty();
            }
            int rank = (int) Math.ceil(q * sorted.length) - 1;
            return Optional.of(Duration.ofNanos(sorted[Math.clamp(rank, 0, sorted.length - 1)]));
        }
    }
}
