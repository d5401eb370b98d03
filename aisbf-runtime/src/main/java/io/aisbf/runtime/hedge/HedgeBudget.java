// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

/**
 * Keeps hedging from becoming load: each call pays a share of a token in, each hedge takes a whole one out, so that in
 * the long run no more than that share of calls is hedged, and when a provider turns slow for everybody the extra calls
 * stay few. One for each group; it begins with one token, and ten are the most that a quiet time saves up. The bucket is
 * that of gRPC's retry throttling (gRFC A6) turned to hedges.
 *
 * <p>Safe for any number of threads; never blocks for longer than an addition.
 */
public final class HedgeBudget {
    /** Tokens are counted in millionths, so that a million shares of a tenth are neither more nor less than that. */
    private static final long TOKEN = 1_000_000;

    private static final long MOST = 10 * TOKEN;

    private final long deposit;
    private long tokens = TOKEN;

    /**
     * A budget for one group.
     *
     * @param share of calls that may be hedged, from 0 to 1
     */
    public HedgeBudget(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1, this is " + share);
        }
        deposit = Math.round(share * TOKEN);
    }

    /** A call begins that might be hedged. */
    public synchronized void called() {
        tokens = Math.min(MOST, tokens + deposit);
    }

    /** {@return whether a hedge may be sent now, which is paid for by that} */
    public synchronized boolean take() {
        if (tokens < TOKEN) {
            return false;
        }
        tokens -= TOKEN;
        return true;
    }
}
