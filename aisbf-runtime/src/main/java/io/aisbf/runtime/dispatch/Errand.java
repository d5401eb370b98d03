// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.call.CallException;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.runtime.dispatch.Opener.Leg;
import java.util.Optional;

/**
 * What a call wants of whoever answers it.
 *
 * @param <T> an answer that has begun
 */
interface Errand<T extends AutoCloseable> {
    /**
     * Why a provider is of no use for this, whatever it is asked; that is not held against it.
     *
     * @param name the operator's name of the provider
     */
    default Optional<CallException> unfit(Provider provider, String name) {
        return Optional.empty();
    }

    /**
     * Asks, and waits until the answer has begun for good. May run on a thread of its own, beside another.
     *
     * @throws CallException if it does not come to that
     */
    T open(Leg leg) throws InterruptedException;

    /**
     * Brings the answer where it belongs and closes it; on the thread that carries the call.
     *
     * @throws CallException if it broke off; whether something had gone out by then, {@link #committed} tells
     */
    Outcome.Answered bring(T opened, Leg leg) throws InterruptedException;

    /** Whether something has gone out, so that nobody can answer from the beginning any more. */
    boolean committed();

    /**
     * After an answer broke off that had gone out in part: whether another candidate may go on from there. From then on
     * {@link #open} and {@link #bring} do so.
     */
    default boolean resume() {
        return false;
    }

    /** Whether the answer is wanted piece by piece: what is waited for is then its beginning. */
    default boolean streamed() {
        return false;
    }
}
