// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How every provider, model and key is doing: who is left alone until when, who is on trial, how many calls are under
 * way where, and how many second tries a failing provider may still get. One for the whole gateway; outlives reloads.
 * Called from all calls' threads at once.
 */
public final class Health implements AutoCloseable {
    /** Everybody is well. */
    public Health(InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {}

    /** Why that place is not asked now, if it is not; takes nothing. */
    public Optional<Absence> absence(Place place, HealthPolicy policy) {
        return Optional.empty();
    }

    /** What came of wanting to ask somewhere. */
    public sealed interface Entry {
        /** Go ahead; tell the visit how it ends. */
        record Admitted(Visit visit) implements Entry {}

        /** Not now. */
        record Refused(Absence absence) implements Entry {}
    }

    /**
     * Wants to ask somewhere.
     *
     * @param again whether this call has been tried elsewhere, or there, before
     */
    public Entry enter(Place place, HealthPolicy policy, boolean again) {
        return new Entry.Admitted(new Visit() {
            @Override
            public void answered() {}

            @Override
            public void failed(CallException failure) {}

            @Override
            public void abandoned() {}
        });
    }

    /** Calls under way at a model, with whatever key. */
    public int underWay(String provider, String model) {
        return 0;
    }

    @Override
    public void close() {}
}
