// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells a handler that the client of its request has left, so that work for nobody is stopped.
 *
 * <p>Made by {@link ConnectionGuard#watch} for one request, best after its body was read and before the upstream is
 * called; closed when the handler is done. All methods are safe on any thread.
 */
public final class Watch implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Watch.class.getName());

    private final GuardedConnection connection;
    private final List<Runnable> cancels = new ArrayList<>(2);
    private boolean gone;
    private boolean closed;

    Watch(GuardedConnection connection) {
        this.connection = connection;
    }

    /**
     * Names something to do when the client leaves: interrupt the handler's thread, close the upstream's reply.
     *
     * <p>It runs once, on a thread of the guard, or at once on the calling thread when the client has left already; not
     * at all after {@link #close()}. It must be quick. An exception it throws is logged and does not hinder the others.
     *
     * @param cancel what to do
     */
    public synchronized void onClientGone(Runnable cancel) {
        if (gone && !closed) {
            run(cancel);
        } else if (!closed) {
            cancels.add(cancel);
        }
    }

    /**
     * Whether the client is known to have left, or stopped reading for longer than the write timeout.
     *
     * @return true once the callbacks were called or would have been
     */
    public synchronized boolean clientGone() {
        return gone;
    }

    /**
     * Closes the connection without ending the answer, so that the client sees a broken one: for a stream that must
     * not look finished. Any later write of the handler fails. Returns at once.
     */
    public void abort() {
        connection.abort();
    }

    /**
     * Ends the watch. When this returns no callback runs any more, so an interrupt cannot hit later work of the
     * thread; if one is running on another thread, this waits for it.
     */
    @Override
    public synchronized void close() {
        closed = true;
        cancels.clear();
        connection.unwatch(this);
    }

    synchronized void fire() {
        if (gone) {
            return;
        }
        gone = true;
        // A copy, as a callback may close the watch.
        List.copyOf(cancels).forEach(Watch::run);
        cancels.clear();
    }

    private static void run(Runnable cancel) {
        try {
            cancel.run();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "A callback for a client that left has failed", e);
        }
    }
}
