// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps limits: what an attempt may use at most is reserved before it is made, in all limits at once or in none, and
 * corrected afterwards. At every moment what was used and what is reserved within a limit's window come to no more than
 * the limit. Called from all calls' threads at once; never waits for a disk.
 */
public interface Limiter extends AutoCloseable {
    /** Reserves, or says which limit does not allow it. */
    Answer reserve(Claim claim);

    /** Corrects a reservation, in the very moment of the window in which it was made; a second time does nothing. */
    void settle(String attempt, Actual actual);

    /**
     * Books what an attempt has used before this limiter was made, to fill its windows anew after a start. A limiter
     * that outlives the gateway knows it already and passes it over.
     *
     * @param at when the attempt began, by the clock on the wall; a moment in the future is taken for now
     * @param limits all that it counted towards
     * @param tokens of prompt and answer
     * @param microUsd in millionths of a US dollar
     */
    void replay(Instant at, List<Limit> limits, long tokens, long microUsd);

    /**
     * Forgets what was counted towards a limit, because it is filled anew with what the ledger knows: nobody counted
     * while it was not configured. A limiter that outlives the gateway passes it over.
     */
    default void forget(Limit limit) {}

    /** How full limits are now. */
    List<Fill> fill(Collection<Limit> limits);

    @Override
    void close();

    /** What came of a claim. */
    sealed interface Answer {
        /** It is reserved. */
        record Granted() implements Answer {}

        /**
         * It is not.
         *
         * @param limit the one that does not allow it; of several the one that lasts longest
         * @param used what is used and reserved of it now
         * @param wanted what was wanted of it
         * @param after how long it would be allowed if nothing else came; empty where it never will, because it is
         *     larger than the limit itself
         */
        record Refused(Limit limit, long used, long wanted, Optional<Duration> after) implements Answer {}

        /**
         * Nobody can say, so it is not.
         *
         * @param limit one of those that cannot be looked at
         * @param words why, to follow its name
         */
        record Unsure(Limit limit, String words) implements Answer {}
    }

    /**
     * How full a limit is.
     *
     * @param used what has been used within its window
     * @param reserved what is under way
     */
    record Fill(Limit limit, long used, long reserved) {}
}
