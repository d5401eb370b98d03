// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that call all the time, each again as soon as it was answered. For one thread. */
final class Callers implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(120);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<Caller> callers = new ArrayList<>();

    private record Caller(AtomicInteger answered, Future<?> end) {}

    private Callers() {}

    /** So many that make that call, which throws if it is not answered as it should be; returns once all of them do. */
    static Callers start(int count, Callable<?> call) throws Exception {
        Callers begun = new Callers();
        try {
            for (int i = 0; i < count; i++) {
                AtomicInteger answered = new AtomicInteger();
                begun.callers.add(new Caller(answered, begun.threads.submit(() -> begun.repeat(call, answered))));
            }
            begun.awaitMore();
        } catch (Exception | AssertionError e) {
            begun.close();
            throw e;
        }
        return begun;
    }

    private Integer repeat(Callable<?> call, AtomicInteger answered) throws Exception {
        while (!over.get()) {
            call.call();
            answered.incrementAndGet();
        }
        return answered.get();
    }

    /** Waits until each was answered twice more, so that at least one call of each has begun after this. */
    void awaitMore() throws Exception {
        long start = System.nanoTime();
        CountDownLatch never = new CountDownLatch(1);
        for (Caller caller : callers) {
            int enough = caller.answered().get() + 2;
            while (caller.answered().get() < enough) {
                if (caller.end().isDone()) {
                    caller.end().get();
                }
                assertTrue(System.nanoTime() - start < PATIENCE, "a caller waits for its answer");
                assertFalse(never.await(2, TimeUnit.MILLISECONDS));
            }
        }
    }

    /** Has them end; throws what one of their calls threw. */
    void end() throws Exception {
        over.set(true);
        for (Caller caller : callers) {
            caller.end().get();
        }
    }

    @Override
    public void close() {
        over.set(true);
        threads.close();
    }
}
