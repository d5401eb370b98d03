// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Does numbered things, so many at a time. */
public final class Crowd {
    private Crowd() {}

    /** One of the things. */
    @FunctionalInterface
    public interface Task {
        /** Does it. */
        void run(int number) throws Exception;
    }

    /** Does the things from a number up to another, without it; throws what the first broken one threw. */
    public static void each(int from, int to, int workers, Task task) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                all.add(threads.submit(() -> {
                    for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                        task.run(number);
                    }
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("one of the calls broke", e.getCause());
        }
    }
}
