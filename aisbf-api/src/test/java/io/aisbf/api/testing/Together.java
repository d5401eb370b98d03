// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the same work on many virtual threads at the same moment. */
public final class Together {
    private static final long PATIENCE_SECONDS = 30;

    private Together() {}

    /**
     * The results of {@code count} threads that start together, in the order of the threads.
     *
     * @throws AssertionError if one of them threw, or was not done within half a minute
     */
    public static <T> List<T> run(int count, Callable<T> work) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            try {
                for (Future<T> future : futures) {
                    results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
                }
            } catch (ExecutionException e) {
                throw new AssertionError("failed beside " + (count - 1) + " others", e.getCause());
            } catch (TimeoutException e) {
                threads.shutdownNow();
                throw new AssertionError("not done within " + PATIENCE_SECONDS + " s", e);
            }
        }
        return results;
    }

    /**
     * Interrupts work once it waits, and tells how it ended.
     *
     * @return what it threw
     * @throws AssertionError if it returned instead, or did not end within half a minute of the interrupt
     */
    public static Throwable interrupted(Callable<?> work) throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>(1);
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                work.call();
            } catch (Throwable t) {
                thrown.add(t);
            }
        });
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!waiting(thread) && thread.isAlive()) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("the work neither waits nor ends");
            }
            Thread.onSpinWait();
        }
        thread.interrupt();
        if (!thread.join(Duration.ofSeconds(PATIENCE_SECONDS))) {
            throw new AssertionError("still " + thread.getState() + " " + PATIENCE_SECONDS + " s after the interrupt");
        }
        if (thrown.isEmpty()) {
            throw new AssertionError("the work returned; it was to wait until it is interrupted");
        }
        return thrown.getFirst();
    }

    private static boolean waiting(Thread thread) {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> true;
            case NEW, RUNNABLE, BLOCKED, TERMINATED -> false;
        };
    }
}
