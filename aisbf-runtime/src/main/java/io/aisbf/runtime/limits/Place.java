// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

/**
 * Where a limit is counted.
 *
 * @param limit as it is configured now
 * @param tally what counts towards it, which outlives reloads
 */
record Place(Limit limit, Tally tally) {
    /** How much of the limit a claim wants. */
    long wanted(Claim claim) {
        return Math.max(0, limit.unit().of(claim.tokens(), claim.microUsd()));
    }
}
