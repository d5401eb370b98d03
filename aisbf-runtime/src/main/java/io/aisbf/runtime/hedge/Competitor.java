// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import io.aisbf.api.call.CallException;
import java.time.Duration;

/**
 * One of the two that run in a {@link Race}. {@link #open} is called on a virtual thread of its own, the other methods
 * on the thread that runs the race. Of a competitor that was started, exactly one thing becomes known: that it won
 * (its result is what the race returns), that its failure is what the race throws, that it {@linkplain #failed failed}
 * beside another that did not, or that it {@linkplain #lost lost}.
 *
 * @param <T> what it comes to; closed if nobody wants it any more
 */
public interface Competitor<T extends AutoCloseable> {
    /**
     * Runs to the goal; is interrupted when another was there first. A result it comes to in spite of that is closed
     * on its thread.
     *
     * @throws CallException if it does not get there
     */
    T open() throws InterruptedException;

    /**
     * Told that it was cancelled: another was there first, or the whole race was given up.
     *
     * @param after how long it had run by then; about zero if it never started. Its result would have come later than that
     */
    void lost(Duration after);

    /** Told that it failed, where the race has another result than this failure. */
    void failed(CallException why);
}
