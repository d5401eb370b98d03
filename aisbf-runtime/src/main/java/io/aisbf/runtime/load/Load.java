// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.load;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.CallException.Details;
import io.aisbf.api.call.Failure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How much the gateway has in hand, and whether it can take one more call: refusing a call at once costs its client a
 * second, taking it and running out of memory costs all clients their calls. The door asks before a body is read.
 *
 * <p>Three bounds: so many calls at a time, where the operator names a number; the bodies of calls under way together
 * take no more than a third of the heap, which leaves the rest to what is made of them; and nothing new while what
 * lives in the heap fills it. Safe for any number of threads; never blocks.
 */
public final class Load {
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int SHARE_OF_HEAP = 3;

    private final int maxCalls;
    private final long maxBytes;
    private final Scarcity memory;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * The load of one gateway.
     *
     * @param maxCalls how many calls may be under way; 0 is any number
     */
    public Load(int maxCalls, Heap heap, LongSupplier nanoTime) {
        this.maxCalls = maxCalls;
        this.maxBytes = heap.most() / SHARE_OF_HEAP;
        this.memory = new Scarcity(heap, nanoTime);
    }

    /**
     * Takes one more call.
     *
     * @throws CallException {@code OVERLOADED}, saying when to ask again
     */
    public Admission admit() {
        if (memory.now()) {
            throw refused("the gateway is short of memory");
        }
        int before;
        do {
            before = calls.get();
            if (maxCalls > 0 && before >= maxCalls) {
                throw refused("the gateway has " + maxCalls + " calls under way, as many as server.max_calls allows");
            }
        } while (!calls.compareAndSet(before, before + 1));
        return new Admission();
    }

    /** How many calls are under way. */
    public int calls() {
        return calls.get();
    }

    /** How many bytes the bodies of calls under way take. */
    public long bytes() {
        return bytes.get();
    }

    private static CallException refused(String what) {
        return new CallException(
                Failure.OVERLOADED, what + "; ask again in a second", Details.NONE.withRetryAfter(LATER));
    }

    /** One call's place in it, given back by {@link #close}. Used by the thread that carries the call. */
    public final class Admission implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();
        private long held;

        private Admission() {}

        /**
         * Asks for room for that many more bytes of the body, before they are read.
         *
         * @throws CallException {@code OVERLOADED}, or {@code REQUEST_TOO_LARGE} if there would be no room for it were
         *     it the only one
         */
        public void hold(long more) {
            if (more > maxBytes - held) {
                throw new CallException(
                        Failure.REQUEST_TOO_LARGE,
                        "the body is larger than " + maxBytes + " bytes, a third of the gateway's heap; send less,"
                                + " or give it more memory with AISBF_JAVA_OPTS=-Xmx...");
            }
            long before;
            do {
                before = bytes.get();
                if (more > maxBytes - before) {
                    throw refused("the gateway has no room for " + more + " more bytes: the calls under way hold "
                            + before + ", and " + maxBytes + " are a third of its heap (-Xmx)");
                }
            } while (!bytes.compareAndSet(before, before + more));
            held += more;
        }

        /** Gives back what is held beyond that many bytes. */
        public void settle(long needed) {
            if (held > needed) {
                bytes.addAndGet(needed - held);
                held = needed;
            }
        }

        /** The call is over; only the first time counts. */
        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                settle(0);
                calls.decrementAndGet();
            }
        }
    }
}
