// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.chains;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.LongStream;

/** Does the same for many seeds, on all processors. */
final class Crowd {
    /** How many conversations: {@code -Daisbf.evaluation.transcripts=10000} for the long run. */
    static final long SIZE = Long.getLong("aisbf.evaluation.transcripts", 300);

    /** Whether every conversation is put to every chain; in a short run each is put to some. */
    static final boolean THOROUGH = SIZE > 300;

    private Crowd() {}

    /** Something to be done for a seed. */
    @FunctionalInterface
    interface Work {
        void run(long seed) throws IOException, InterruptedException;
    }

    /** For the seeds from 0. */
    static void run(long seeds, Work work) {
        LongStream.range(0, seeds).parallel().forEach(seed -> {
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
