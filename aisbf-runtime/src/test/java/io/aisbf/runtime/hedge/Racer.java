// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A competitor that takes as long as it is told, ends as it is told, and remembers what it was told. */
final class Racer implements Competitor<Racer.Prize> {
    final List<Duration> lost = new ArrayList<>();
    final List<CallException> failures = new ArrayList<>();
    final Prize prize = new Prize();
    final CountDownLatch started = new CountDownLatch(1);
    volatile Thread thread = Thread.currentThread();
    volatile boolean interrupted;

    private final CountDownLatch goal = new CountDownLatch(1);
    private final Duration takes;
    private final Manner manner;

    Racer(Duration takes, Manner manner) {
        this.takes = takes;
        this.manner = manner;
    }

    /** One that runs until it is {@linkplain #arrive let through}, half a minute at most. */
    static Racer waiting(Manner manner) {
        return new Racer(Duration.ofSeconds(30), manner);
    }

    enum Manner {
        SUCCEEDS,
        FAILS,
        BREAKS,
        /** Comes to its prize even if it is interrupted on the way. */
        STUBBORN
    }

    /** What is raced for. */
    static final class Prize implements AutoCloseable {
        final AtomicInteger closed = new AtomicInteger();
        final CountDownLatch gone = new CountDownLatch(1);
        volatile boolean made;
        volatile boolean closedInPeace;

        @Override
        public void close() {
            closedInPeace = !Thread.currentThread().isInterrupted();
            closed.incrementAndGet();
            gone.countDown();
        }
    }

    void arrive() {
        goal.countDown();
    }

    @Override
    public Prize open() throws InterruptedException {
        thread = Thread.currentThread();
        started.countDown();
        long until = System.nanoTime() + takes.toNanos();
        try {
            while (System.nanoTime() < until && !goal.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            if (manner != Manner.STUBBORN) {
                throw e;
            }
            LockSupport.parkNanos(200_000);
            Thread.currentThread().interrupt();
        }
        return switch (manner) {
            case FAILS -> throw new CallException(Failure.PROVIDER_FAILED, "broke");
            case BREAKS -> throw new IllegalStateException("a bug");
            case SUCCEEDS, STUBBORN -> {
                prize.made = true;
                yield prize;
            }
        };
    }

    @Override
    public void lost(Duration after) {
        lost.add(after);
    }

    @Override
    public void failed(CallException why) {
        failures.add(why);
    }

    /** How many things it was told. */
    int told() {
        return lost.size() + failures.size();
    }
}
