// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import static java.lang.System.Logger.Level.WARNING;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds the one current version of something and lets it be replaced while it is in use: whoever works with a version
 * holds a lease on it, and a version that was replaced is closed when its last lease ends. That is how a reload loses
 * no call.
 *
 * <p>Safe for any number of threads; never blocks.
 *
 * @param <T> what is held
 */
public final class Swap<T extends AutoCloseable> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Swap.class.getName());

    private volatile Version<T> current;

    /** Holds its first version. */
    public Swap(T first) {
        current = new Version<>(first);
    }

    /** A version together with how many hold it: the holder itself counts as one until it is replaced. */
    private static final class Version<T extends AutoCloseable> {
        private final T value;
        private final AtomicInteger leases = new AtomicInteger(1);

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
                } catch (Exception e) {
                    LOG.log(WARNING, "a version that was replaced failed to close", e);
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
            Version<T> version = current;
            if (version.take()) {
                return new Lease<>(version);
            }
            Thread.onSpinWait();
        }
    }

    /** Puts another version in its place; the old one is closed when its last lease ends. */
    public synchronized void replace(T next) {
        Version<T> old = current;
        current = new Version<>(next);
        old.release();
    }

    /** Closes the last version once nobody uses it any more. Called once, when no lease will be asked for again. */
    @Override
    public void close() {
        current.release();
    }
}
