// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import java.time.Duration;

/**
 * When a provider is left alone, and how much is asked of it.
 *
 * @param strikes failures in a row after which it cools; 0 for never
 * @param pause for how long it then cools, the first time; each time in a row that it comes back and fails at once,
 *     twice as long
 * @param longest the longest such pause; what a provider names itself is obeyed however long it is
 * @param retryPercent how many calls to it may be second tries while it is failing, in percent of the first ones
 * @param maxConcurrent calls that it may have under way; 0 for any number
 */
public record HealthPolicy(int strikes, Duration pause, Duration longest, int retryPercent, int maxConcurrent) {
    private static final int NEVER = -1;

    /** AISBF 0.3.2's rule: three failures in a row, five minutes. */
    public static final HealthPolicy DEFAULT = new HealthPolicy(3, Duration.ofMinutes(5), Duration.ofHours(1), 20, 0);

    /**
     * This policy, but nobody is left alone whatever happens, not even where the provider asks for it: for one that is
     * a gateway itself and sees to that, and for tests.
     */
    public HealthPolicy withoutCooldowns() {
        return new HealthPolicy(NEVER, pause, longest, retryPercent, maxConcurrent);
    }

    /** Whether anybody is ever left alone. */
    boolean cools() {
        return strikes != NEVER;
    }
}
