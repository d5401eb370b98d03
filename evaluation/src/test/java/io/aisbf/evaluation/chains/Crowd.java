// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.LongStream;

/** Does the same for many seeds, on all processors. */
final class Crowd {
    /** How many conversations: {@code -Daisbf.evaluation.transcripts=10000} for the long run. */
    static final long SIZE = Long.getLong("aisbf.evaluation.transcripts", 300);

    /** The first of their seeds: a long run may be done in pieces, or with others than the last. */
    private static final long FIRST = Long.getLong("aisbf.evaluation.first", 0);

    private static final int FEW = 2;

    /**
     * To how many of the chains a conversation is put, others each time: two in the usual run, all of them in a long one
     * unless {@code -Daisbf.evaluation.chains=N} says otherwise.
     */
    static final int CHAINS = Integer.getInteger("aisbf.evaluation.chains", SIZE > 300 ? Integer.MAX_VALUE : FEW);

    /** Whether methods are tried in every order, or only in those that begin with one of them. */
    static final boolean THOROUGH = CHAINS > FEW;

    private Crowd() {}

    /** Something to be done for a seed. */
    @FunctionalInterface
    interface Work {
        void run(long seed) throws IOException, InterruptedException;
    }

    /** For so many seeds from the first. */
    static void run(long seeds, Work work) {
        LongStream.range(FIRST, FIRST + seeds).parallel().forEach(seed -> {
            try {
                work.run(seed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted at seed " + seed, e);
            } catch (RuntimeException e) {
                throw new IllegalStateException("seed " + seed, e);
            }
        });
    }
}
