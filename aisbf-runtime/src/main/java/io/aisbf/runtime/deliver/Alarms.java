// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.contain.Contained;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The alarms of all attempts under way. One daemon thread looks at them fifty times a second, so that a deadline is
 * noticed 20 ms after it passed at the latest; no timer is set, because nearly every wait is over long before.
 */
final class Alarms implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Set<Alarm> underWay = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoTime;
    private final Thread sweeper =
            Thread.ofPlatform().name("attempt-deadlines").daemon().unstarted(this::run);
    private volatile boolean closed;

    /** None yet; looked at only when {@link #sweep} is called. */
    Alarms(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Starts the thread that looks at the clock. */
    Alarms start() {
        sweeper.start();
        return this;
    }

    /** An alarm for the current thread, which closes it. */
    Alarm begin(String plugin, BooleanSupplier stopped) {
        Alarm alarm = new Alarm(plugin, stopped, this);
        underWay.add(alarm);
        return alarm;
    }

    /** A deadline in nanoseconds, as far as such a thing makes sense. */
    static long nanos(Duration deadline) {
        return (deadline.compareTo(LONGEST) > 0 ? LONGEST : deadline).toNanos();
    }

    /** The time the alarms go by. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** Looks at all of them. */
    void sweep() {
        long now = now();
        underWay.forEach(alarm -> alarm.look(now));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
    }

    private void run() {
        while (!closed) {
            sweep();
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    /**
     * Interrupts one thread when what it waits for takes too long. Made by that thread and used by it alone, but for {@link
     * #look}, which is the sweeper's. Outside of {@link #await} it is off: then no interrupt of its own comes, none is
     * under way and none is left in the thread's flag.
     *
     * <p>Setting and clearing it is one atomic write each. Only when it goes off is a lock taken, which lets the thread
     * that clears it wait for the interrupt that is just being sent.
     */
    static final class Alarm implements AutoCloseable {
        private static final long OFF = Long.MIN_VALUE;
        private static final long FIRED = OFF + 1;

        private final Thread thread = Thread.currentThread();
        private final String plugin;
        private final BooleanSupplier stopped;
        private final Alarms alarms;
        private final AtomicLong due = new AtomicLong(OFF);

        /**
         * An alarm for the current thread.
         *
         * @param plugin who is waited for, as it is named in messages
         * @param stopped whether others interrupt this thread because the call is over; says so before they do
         */
        private Alarm(String plugin, BooleanSupplier stopped, Alarms alarms) {
            this.plugin = plugin;
            this.stopped = stopped;
            this.alarms = alarms;
        }

        /**
         * Does a plugin's work and waits for it no longer than until {@code dueNanos}.
         *
         * @param late what there is to say then
         * @throws InterruptedException if somebody else ended the wait, or the call was stopped at the same moment
         */
        <T> T await(Contained.Work<T> work, long dueNanos, Supplier<CallException> late) throws InterruptedException {
            due.set(Math.max(FIRED + 1, dueNanos));
            try {
                return Contained.run(plugin, work);
            } catch (InterruptedException e) {
                if (off()) {
                    throw late.get();
                }
                forget();
                throw e;
            } catch (CallException e) {
                // A plugin that takes an interrupt for a failure of its upstream; what blames others was true all the
                // same.
                if (off() && e.failure().fault() == Failure.Fault.PROVIDER) {
                    throw late.get();
                }
                throw e;
            } finally {
                off();
            }
        }

        /** The exception tells of the interrupt; the flag would tell of it a second time. */
        private static void forget() {
            Thread.interrupted();
        }

        /**
         * Switches it off.
         *
         * @return whether it had gone off, and the call goes on: where it was stopped besides, the interrupt stays
         */
        private boolean off() {
            if (due.getAndSet(OFF) != FIRED) {
                return false;
            }
            synchronized (this) {
                Thread.interrupted();
            }
            // Asked after the flag was cleared: who stops the call from now on sets it anew.
            if (stopped.getAsBoolean()) {
                thread.interrupt();
                return false;
            }
            return true;
        }

        /** Goes off if its time has come; the sweeper's thread. */
        void look(long now) {
            long at = due.get();
            if (at > FIRED && now - at >= 0) {
                fire(at);
            }
        }

        private synchronized void fire(long at) {
            if (due.compareAndSet(at, FIRED)) {
                thread.interrupt();
            }
        }

        @Override
        public void close() {
            alarms.underWay.remove(this);
        }
    }
}
