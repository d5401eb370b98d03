// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Idle connections by origin. The one used last is taken first, so that after a peak the others grow old and go.
 *
 * <p>Safe for many threads. There is no timer: whoever returns a connection sweeps out what has grown too old, at most
 * once a second. An upstream that is never asked again thus keeps its idle connections until the next exchange with
 * any.
 */
final class ConnectionPool implements AutoCloseable {
    private static final long SWEEP_INTERVAL = Duration.ofSeconds(1).toNanos();

    private final HttpUpstream.Settings settings;
    private final LongSupplier nanoTime;
    private final Map<Origin, Deque<Connection>> idle = new HashMap<>();
    private long lastSweep;
    private boolean closed;

    ConnectionPool(HttpUpstream.Settings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.lastSweep = nanoTime.getAsLong();
    }

    /** A connection that is still alive, to be owned by the caller. */
    Optional<Connection> take(Origin origin) {
        while (true) {
            Connection connection;
            synchronized (idle) {
                Deque<Connection> resting = idle.getOrDefault(origin, new ArrayDeque<>(0));
                if (resting.isEmpty()) {
                    return Optional.empty();
                }
                connection = resting.removeFirst();
            }
            // Asked outside the lock: this is a system call.
            if (!expired(connection, nanoTime.getAsLong()) && connection.alive()) {
                return Optional.of(connection);
            }
            connection.close();
        }
    }

    /**
     * Takes a connection back.
     *
     * @param announced how long the upstream said it keeps it
     */
    void put(Connection connection, Optional<Duration> announced) {
        long now = nanoTime.getAsLong();
        // A second less than announced: what we send in the last moment arrives too late.
        Duration limit = announced
                .map(time -> time.minusSeconds(1))
                .filter(time -> time.compareTo(settings.idleLimit()) < 0)
                .orElse(settings.idleLimit());
        connection.rest(now, limit);
        List<Connection> surplus = new ArrayList<>(0);
        synchronized (idle) {
            if (closed || expired(connection, now)) {
                surplus.add(connection);
            } else {
                Deque<Connection> resting = idle.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>());
                resting.addFirst(connection);
                if (resting.size() > settings.maxIdlePerOrigin()) {
                    surplus.add(resting.removeLast());
                }
            }
            if (now - lastSweep > SWEEP_INTERVAL) {
                lastSweep = now;
                sweep(now, surplus);
            }
        }
        surplus.forEach(Connection::close);
    }

    private void sweep(long now, List<Connection> surplus) {
        for (Iterator<Deque<Connection>> origins = idle.values().iterator(); origins.hasNext(); ) {
            Deque<Connection> resting = origins.next();
            resting.removeIf(connection -> expired(connection, now) && surplus.add(connection));
            if (resting.isEmpty()) {
                origins.remove();
            }
        }
    }

    private boolean expired(Connection connection, long now) {
        return now - connection.idleSince() >= connection.idleLimit().toNanos()
                || now - connection.born() >= settings.maxAge().toNanos();
    }

    /** How many connections lie idle. */
    int size() {
        synchronized (idle) {
            return idle.values().stream().mapToInt(Deque::size).sum();
        }
    }

    /** Closes what lies idle, and from now on whatever comes back. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.values().forEach(resting -> resting.forEach(Connection::close));
            idle.clear();
        }
    }
}
