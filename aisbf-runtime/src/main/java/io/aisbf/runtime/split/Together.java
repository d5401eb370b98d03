// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.split;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things side by side; the first that fails ends them all. Stateless. */
final class Together {
    private Together() {}

    /** Something that is done. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /**
     * Does all of it, on threads of its own, which are gone when this returns.
     *
     * @param atOnce how many at a time
     * @return the results in the order of the works
     * @throws CallException of the first in order that failed
     */
    static <T> List<T> run(List<Work<T>> works, int atOnce) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofVirtual().name("aisbf-part-", 0).factory());
        try {
            List<Future<T>> futures = new ArrayList<>();
            works.forEach(work -> futures.add(threads.submit(work::run)));
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case RuntimeException failure -> failure;
                case null, default ->
                    new CallException(Failure.INTERNAL, "a part of the split request broke: " + e.getCause());
            };
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }
}
