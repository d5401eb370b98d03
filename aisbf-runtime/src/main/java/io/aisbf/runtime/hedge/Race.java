// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.hedge;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A hedged request: one that takes long gets a second beside it, and whichever is there first counts (Dean and Barroso,
 * "The Tail at Scale", Communications of the ACM 56(2), 2013).
 *
 * <p>The competitors run on virtual threads of their own, so that the race can turn its back on the loser: that one is
 * interrupted, what it comes to all the same is closed, and nobody waits for it. All that is decided is decided under
 * one lock, and a runner's state changes only once from RUNNING; so there is one winner at most, and whoever takes a
 * result out of a runner is the only one to have it. A race is run once, by the thread that wants its result.
 *
 * @param <T> what is raced for
 */
public final class Race<T extends AutoCloseable> {
    private static final System.Logger LOG = System.getLogger(Race.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Runner<T>> runners = new ArrayList<>();
    private final LongSupplier nanoTime;

    private Race(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Runs a race to its end.
     *
     * @param delay how long the first runs alone
     * @param second asked once, on this thread, when the delay is over and the first has not ended; empty if there
     *     shall be no second. What it names is started, or told that it {@linkplain Competitor#lost lost}
     * @param nanoTime the clock by which losers are told how long they ran
     * @return what the winner came to; the caller closes it
     * @throws InterruptedException if this thread is interrupted; all competitors are then cancelled
     * @throws io.aisbf.api.call.CallException the first's failure, if nobody succeeds
     */
    public static <T extends AutoCloseable> T run(
            Competitor<T> first, Duration delay, Supplier<Optional<Competitor<T>>> second, LongSupplier nanoTime)
            throws InterruptedException {
        if (Thread.interrupted()) {
            first.lost(Duration.ZERO);
            throw new InterruptedException("interrupted before the first was asked");
        }
        Race<T> race = new Race<>(nanoTime);
        try {
            race.start(first);
            if (!race.ends(delay)) {
                second.get().ifPresent(race::start);
            }
            race.awaitEnd();
            return race.result();
        } finally {
            // On the way out with a result there is nothing left to give up.
            race.giveUp();
        }
    }

    /** Starts a competitor, unless the first got there while the second was looked for. */
    private void start(Competitor<T> competitor) {
        Runner<T> runner = new Runner<>(competitor, nanoTime.getAsLong());
        Thread thread = Thread.ofVirtual().unstarted(() -> compete(runner));
        lock.lock();
        try {
            runner.runsOn(thread);
            if (won().isPresent()) {
                runner.cancel(nanoTime.getAsLong());
            }
            runners.add(runner);
            if (!runner.running()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        try {
            thread.start();
        } catch (RuntimeException | Error e) {
            end(runner, Optional.empty(), Optional.of(e));
        }
    }

    /** What a competitor's thread does. */
    private void compete(Runner<T> runner) {
        try {
            T result = runner.competitor().open();
            if (!end(runner, Optional.of(result), Optional.empty())) {
                // Cancelled, and there all the same: the interrupt has done what it could and shall not hinder closing.
                Thread.interrupted();
                close(result);
            }
        } catch (Throwable e) { // Whatever it is, it is the caller who must hear of it, or it would wait for ever.
            end(runner, Optional.empty(), Optional.of(e));
        }
    }

    /** Notes how a runner ended and cancels the others if it won; {@return whether the race took note of it} */
    private boolean end(Runner<T> runner, Optional<T> result, Optional<Throwable> failure) {
        lock.lock();
        try {
            if (!runner.end(result, failure)) {
                return false;
            }
            if (result.isPresent()) {
                runners.forEach(other -> other.cancel(nanoTime.getAsLong()));
            }
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the first ends; {@return whether it did within that time} */
    private boolean ends(Duration delay) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(delay);
        lock.lock();
        try {
            while (running() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !running();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until somebody won or nobody runs any more. */
    private void awaitEnd() throws InterruptedException {
        lock.lock();
        try {
            while (running()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the race is open; whoever wins stops the others, so that none of them runs then. */
    private boolean running() {
        return runners.stream().anyMatch(Runner::running);
    }

    private Optional<Runner<T>> won() {
        lock.lock();
        try {
            return runners.stream().filter(Runner::won).findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out what the winner came to, or throws the first's failure, and tells the others how they fared. */
    private T result() throws InterruptedException {
        Runner<T> decisive = won().orElseGet(runners::getFirst);
        // Nobody runs any more: from here on this thread alone looks at the runners.
        runners.stream().filter(runner -> !runner.equals(decisive)).forEach(Runner::tell);
        return decisive.handOut();
    }

    /** Cancels whoever still runs and closes what nobody took. */
    private void giveUp() {
        List<T> unwanted = new ArrayList<>();
        lock.lock();
        try {
            for (Runner<T> runner : runners) {
                runner.cancel(nanoTime.getAsLong());
                runner.takeBack(nanoTime.getAsLong()).ifPresent(unwanted::add);
            }
        } finally {
            lock.unlock();
        }
        unwanted.forEach(Race::close);
        runners.forEach(Runner::tell);
    }

    private static void close(AutoCloseable unwanted) {
        try {
            unwanted.close();
        } catch (Exception e) {
            LOG.log(WARNING, "what came too late in a race failed to close", e);
        }
    }
}
