// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import io.aisbf.runtime.limits.Actual;
import io.aisbf.runtime.limits.Claim;
import java.util.Optional;

/**
 * What the store has still to be told of an attempt. Telling it twice does no harm.
 *
 * @param granted what was granted in the store's place, if it was
 * @param actual what it came to; empty if that is not known yet, or if it was never made
 */
record Debt(String attempt, Optional<Granted> granted, Optional<Actual> actual) {
    /**
     * A reservation that was granted while the store could not be asked.
     *
     * @param at when, by the nanosecond counter
     */
    record Granted(Claim claim, long at) {}

    /** The store may have reserved for it, and it was never made. */
    static Debt cancelled(String attempt) {
        return new Debt(attempt, Optional.empty(), Optional.empty());
    }

    /** Whether there is something to correct, besides what there may be to reserve. */
    boolean settles() {
        return actual.isPresent() || granted.isEmpty();
    }

    Debt settled(Actual known) {
        return new Debt(attempt, granted, Optional.of(known));
    }
}
