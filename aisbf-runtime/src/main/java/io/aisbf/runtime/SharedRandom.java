// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Randomness that many threads may draw from at once without getting in each other's way. Not for secrets. */
final class SharedRandom implements RandomGenerator {
    @Override
    public long nextLong() {
        return ThreadLocalRandom.current().nextLong();
    }
}
