// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decisions that were made lately, by the question: so many of them, for so long. Who did not name anybody is asked again
 * sooner. For all threads.
 */
final class Memory {
    private static final Duration WITHOUT_OPINION = Duration.ofMinutes(1);

    private final int size;
    private final Duration time;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private record Kept(Verdict verdict, Instant until) {}

    /** A memory for {@code size} decisions; for none at 0. */
    Memory(int size, Duration time, InstantSource clock) {
        this.size = size;
        this.time = time;
        this.clock = clock;
    }

    /**
     * What was decided.
     *
     * @param use whether that counts as a use, by which the decision outlives others
     */
    synchronized Optional<Verdict> find(String key, boolean use) {
        Kept found = kept.get(key);
        if (found == null || !clock.instant().isBefore(found.until())) {
            return Optional.empty();
        }
        if (use) {
            kept.remove(key);
            kept.put(key, found);
        }
        return Optional.of(found.verdict());
    }

    synchronized void keep(String key, Verdict verdict) {
        boolean shorter = verdict.target().isEmpty() && WITHOUT_OPINION.compareTo(time) < 0;
        kept.remove(key);
        kept.put(key, new Kept(verdict, clock.instant().plus(shorter ? WITHOUT_OPINION : time)));
        while (kept.size() > size) {
            kept.remove(kept.keySet().iterator().next());
        }
    }
}
