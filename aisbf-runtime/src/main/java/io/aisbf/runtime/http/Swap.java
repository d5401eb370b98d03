// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Holds the one current version of something and lets it be replaced while it is in use: whoever works with a version holds a lease on it, and a
 * version that was replaced is closed when its last lease ends. That is how a reload loses no call.
 *
 * <p>Safe for any number of threads; never blocks.
 *
 * @param <T> what is held
 */
public final class Swap<T extends AutoCloseable> implements AutoCloseable {
    private final AtomicReference<Version<T>> current;

    /** Holds its first version. */
    public Swap(T first) {
        current = new AtomicReference<>(new Version<>(first));
    }

    /** A version together with how many hold it: the holder itself counts as one until it is replaced. */
    private static final class Version<T extends AutoCloseable> {
        private final T value;
        private final AtomicInteger leases = new AtomicInteger(1);
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        private Version(T value) {
            this.value = value;
        }

        private boolean take() {
            int now = leases.get();
            while (now > 0) {
                if (leases.compareAndSet(now, now + 1)) {
                    return true;
                }
                now = leases.get();
            }
            return false;
        }

        private void release() {
            if (leases.decrementAndGet() == 0) {
                try {
                    value.close();
                    closed.complete(null);
                } catch (Exception e) {
                    closed.completeExceptionally(e);
                }
            }
        }
    }

    /** The right to use a version; ended once, by whoever took it. */
    public static final class Lease<T extends AutoCloseable> implements AutoCloseable {
        private final Version<T> version;

        private Lease(Version<T> version) {
            this.version = version;
        }

        /** The version. */
        public T value() {
            return version.value;
        }

        @Override
        public void close() {
            version.release();
        }
    }

    /** Takes a lease on the current version. */
    public Lease<T> lease() {
        while (true) {
            Version<T> version = current.get();
            if (version.take()) {
                return new Lease<>(version);
            }
            Thread.onSpinWait();
        }
    }

    /** Puts another version in its place; the future is done when the old one has drained and closed. */
    public CompletableFuture<Void> replace(T next) {
        Version<T> old = current.getAndSet(new Version<>(next));
        old.release();
        return old.closed;
    }

    /** Closes the last version once nobody uses it any more. Called once, when no lease will be asked for again. */
    @Override
    public void close() {
        current.get().release();
    }
}
