// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Has the same question asked once for all who ask it at the same moment. Each waits no longer than he likes, on his own
 * thread; the question goes on, on one of its own, until the last of them has left. For all threads.
 */
final class Flights<T> {
    private final LongSupplier nanoTime;
    private final Map<String, Flight<T>> underWay = new HashMap<>();

    Flights(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Flight<T> extends FutureTask<T> {
        private int waiting;

        Flight(Callable<T> question) {
            super(question);
        }
    }

    /**
     * The answer to a question.
     *
     * @param key the same for the same question
     * @param question how to ask it, if nobody is doing so already
     * @param limit how long to wait
     * @throws ExecutionException if asking failed: for whoever came second only if asking once more did too, because a
     *     client that leaves, or that may ask no more, ends its own question alone
     */
    T ask(String key, Callable<T> question, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = nanoTime.getAsLong() + limit.toNanos();
        Boarded<T> first = board(key, question);
        try {
            return wait(key, first.flight(), limit.toNanos());
        } catch (ExecutionException e) {
            if (first.own()) {
                throw e;
            }
        }
        return wait(key, board(key, question).flight(), end - nanoTime.getAsLong());
    }

    private record Boarded<T>(Flight<T> flight, boolean own) {}

    private Boarded<T> board(String key, Callable<T> question) {
        synchronized (underWay) {
            Flight<T> known = underWay.get(key);
            Flight<T> flight = known == null ? new Flight<>(question) : known;
            flight.waiting++;
            if (known == null) {
                underWay.put(key, flight);
                Thread.ofVirtual().name("aisbf-autoselect").start(flight);
            }
            return new Boarded<>(flight, known == null);
        }
    }

    private T wait(String key, Flight<T> flight, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return flight.get(nanos, NANOSECONDS);
        } finally {
            synchronized (underWay) {
                flight.waiting--;
                if (flight.waiting == 0 || flight.isDone()) {
                    underWay.remove(key, flight);
                }
                if (flight.waiting == 0) {
                    flight.cancel(true);
                }
            }
        }
    }
}
