// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.Optional;

/**
 * A competitor under way in a {@link Race}. All but {@link #competitor}, {@link #tell} and {@link #handOut} is called
 * under the race's lock; those two by the thread that runs the race, once the state is final.
 */
final class Runner<T extends AutoCloseable> {
    private final Competitor<T> competitor;
    private final long startNanos;
    private Optional<Thread> thread = Optional.empty();
    private State state = State.RUNNING;
    private Optional<T> result = Optional.empty();
    private Optional<Throwable> failure = Optional.empty();
    private Duration ran = Duration.ZERO;
    private boolean told;

    Runner(Competitor<T> competitor, long startNanos) {
        this.competitor = competitor;
        this.startNanos = startNanos;
    }

    private enum State {
        RUNNING,
        WON,
        FAILED,
        LOST
    }

    Competitor<T> competitor() {
        return competitor;
    }

    void runsOn(Thread own) {
        thread = Optional.of(own);
    }

    boolean running() {
        return state == State.RUNNING;
    }

    boolean won() {
        return state == State.WON;
    }

    /** Ends it with a result or a failure; {@return false if it had been cancelled} */
    boolean end(Optional<T> come, Optional<Throwable> thrown) {
        if (state != State.RUNNING) {
            return false;
        }
        state = come.isPresent() ? State.WON : State.FAILED;
        result = come;
        failure = thrown;
        return true;
    }

    /** Stops it, if it runs. */
    void cancel(long nowNanos) {
        if (state == State.RUNNING) {
            state = State.LOST;
            ran = Duration.ofNanos(nowNanos - startNanos);
            thread.ifPresent(Thread::interrupt);
        }
    }

    /** Makes a loser of a winner whose result nobody took; {@return that result, to be closed} */
    Optional<T> takeBack(long nowNanos) {
        Optional<T> left = result;
        if (left.isPresent()) {
            result = Optional.empty();
            state = State.LOST;
            ran = Duration.ofNanos(nowNanos - startNanos);
        }
        return left;
    }

    /** Tells the competitor how it fared, unless it knows. */
    void tell() {
        if (!told && state != State.WON) {
            told = true;
            if (state == State.LOST) {
                competitor.lost(ran);
            } else {
                failure.ifPresent(thrown -> competitor.failed(asFailure(thrown)));
            }
        }
    }

    /** Its result, which is the caller's from now on, or its failure. */
    T handOut() throws InterruptedException {
        told = true;
        if (result.isPresent()) {
            T come = result.get();
            result = Optional.empty();
            return come;
        }
        switch (failure.orElseThrow()) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case InterruptedException e -> throw e;
            case Throwable e -> throw new IllegalStateException("no competitor can throw this", e);
        }
    }

    private static CallException asFailure(Throwable thrown) {
        return switch (thrown) {
            case CallException known -> known;
            case InterruptedException e ->
                new CallException(
                        Failure.PLUGIN_FAILED,
                        "the candidate says that it was interrupted, and nobody interrupted it",
                        e);
            default -> new CallException(Failure.INTERNAL, "something inside the gateway broke", thrown);
        };
    }
}
