// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Stands between Helidon's HTTP/1.1 engine and its sockets and keeps bad, slow and vanished clients from it.
 *
 * <p>Helidon 4.5 does not notice a client that leaves while a handler waits, has no deadline for reading or writing,
 * and reads malformed chunked bodies in a way that can hold a connection or disagree with other readers. Its
 * connection selector is the one public place where all of that can be mended: the engine gets a connection context
 * whose reader and writer are ours.
 *
 * <ul>
 *   <li>{@link Head} and {@link Chunks} verify framing before the engine sees a byte; {@link Feed} gives out only what
 *       they passed.
 *   <li>{@link Inlet} lets a read-ahead thread wait on the socket while a handler works, so that a client that leaves
 *       is an event. It starts only for a request with a {@link Watch} and only when the handler has been at work for
 *       some milliseconds: quick requests pay nothing.
 *   <li>{@link Deadlines} holds the rules about time, {@link Stage} the state they look at; one daemon thread sweeps.
 * </ul>
 *
 * <p>One guard serves one listener, or several with a common connection cap. Close it after the server has stopped.
 */
public final class ConnectionGuard implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ConnectionGuard.class.getName());
    private static final Duration TICK = Duration.ofMillis(250);
    private static final long ARMING = Duration.ofMillis(3).toNanos();

    private final GuardSettings settings;
    private final Refusal refusal;
    private final LongSupplier nanos;
    private final long tick;
    private final ConcurrentHashMap<String, GuardedConnection> connections = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private final Thread sweeper;
    private volatile boolean closed;
    private volatile boolean fresh;
    private volatile boolean dozing;

    /**
     * Makes a guard and starts its sweeper, a daemon thread.
     *
     * @param settings what clients may do
     * @param refusal phrases the answers that no handler gives
     */
    public ConnectionGuard(GuardSettings settings, Refusal refusal) {
        this(settings, refusal, System::nanoTime, TICK);
        sweeper.start();
    }

    /** A guard without a running sweeper, until {@link #startSweeping}: for tests that call {@link #sweep} by hand. */
    ConnectionGuard(GuardSettings settings, Refusal refusal, LongSupplier nanos, Duration tick) {
        this.settings = settings;
        this.refusal = refusal;
        this.nanos = nanos;
        this.tick = tick.toNanos();
        this.sweeper = Thread.ofPlatform().daemon().name("connection-guard").unstarted(this::run);
    }

    void startSweeping() {
        sweeper.start();
    }

    /**
     * Makes a listener accept connections through this guard only.
     *
     * <p>Service discovery of protocols is switched off for it, for two reasons: with more than one candidate Helidon
     * reads the first bytes itself to choose, without a deadline; and a discovered selector would be a way around the
     * guard.
     *
     * @param listener the builder of the server, or of one of its further listeners
     */
    public void install(ListenerConfig.BuilderBase<?, ?> listener) {
        listener.protocolsDiscoverServices(false).addConnectionSelector(selector());
    }

    /**
     * The selector that {@link #install} adds, for listeners wired in another way.
     *
     * @return a selector for HTTP/1.1
     */
    public ServerConnectionSelector selector() {
        // The guard has checked the size of the head; the engine must not have a smaller limit with another answer.
        int limit = settings.maximumHeadBytes() + 64;
        Http1Config config = Http1Config.builder()
                .maxPrologueLength(limit)
                .maxHeadersSize(limit)
                .build();
        return new Selector(Http1ConnectionSelector.builder().config(config).build());
    }

    /**
     * Watches the client of a request from now on.
     *
     * @param request a request that came through this guard
     * @return a watch to be closed when the handler is done; when it is not, the end of the request closes it
     * @throws IllegalStateException when the request did not come through this guard, is over, or has a watch
     */
    public Watch watch(ServerRequest request) {
        GuardedConnection connection = connections.get(request.socketId());
        if (connection == null) {
            throw new IllegalStateException("request " + request.socketId() + " has no connection in this guard:"
                    + " add the guard to the listener it came in by");
        }
        Watch watch = connection.watch();
        if (!fresh) {
            fresh = true;
        }
        if (dozing) {
            LockSupport.unpark(sweeper);
        }
        return watch;
    }

    /**
     * How many connections are open.
     *
     * @return those accepted and not yet closed, without those refused for the cap
     */
    public int open() {
        return open.get();
    }

    /** How many bytes came by the connections that are open: for tests that wait until what they sent was read. */
    long received() {
        return connections.values().stream()
                .mapToLong(GuardedConnection::received)
                .sum();
    }

    /** Stops the sweeper; connections live on without deadlines until the server closes them. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(sweeper);
    }

    GuardSettings settings() {
        return settings;
    }

    Refusal refusal() {
        return refusal;
    }

    /** Counts a connection in; false when there are too many. */
    boolean enter(GuardedConnection connection) {
        if (open.incrementAndGet() > settings.maximumConnections()) {
            open.decrementAndGet();
            return false;
        }
        connections.put(connection.id(), connection);
        return true;
    }

    void leave(GuardedConnection connection) {
        if (connections.remove(connection.id(), connection)) {
            open.decrementAndGet();
        }
    }

    /** Applies the deadlines to every connection. */
    void sweep() {
        long now = nanos.getAsLong();
        for (GuardedConnection connection : connections.values()) {
            connection.sweep(now);
        }
    }

    /** Starts read-ahead where it is due; true when some connection must be looked at again soon. */
    boolean arm() {
        boolean again = false;
        for (GuardedConnection connection : connections.values()) {
            again |= connection.arm();
        }
        return again;
    }

    private void run() {
        long next = System.nanoTime() + tick;
        while (!closed) {
            try {
                fresh = false;
                boolean again = arm();
                if (System.nanoTime() - next >= 0) {
                    sweep();
                    next = System.nanoTime() + tick;
                }
                doze(again, next - System.nanoTime());
            } catch (RuntimeException e) {
                LOGGER.log(System.Logger.Level.ERROR, "The sweep over connections has failed and goes on", e);
            }
        }
    }

    /** Sleeps until the next sweep, or only briefly while a handler might soon need read-ahead. */
    private void doze(boolean again, long untilSweep) {
        if (again) {
            LockSupport.parkNanos(Math.min(ARMING, untilSweep));
            return;
        }
        dozing = true;
        // Read after dozing is set: a watch made before that has set fresh, one made after it wakes this thread.
        if (!fresh && untilSweep > 0) {
            LockSupport.parkNanos(untilSweep);
        }
        dozing = false;
    }

    /** Gives each connection its guard. */
    private final class Selector implements ServerConnectionSelector {
        private final ServerConnectionSelector http;

        Selector(ServerConnectionSelector http) {
            this.http = http;
        }

        @Override
        public int bytesToIdentifyConnection() {
            return http.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return http.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return http.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext context) {
            return new GuardedConnection(ConnectionGuard.this, "c" + ids.incrementAndGet(), context, http);
        }
    }
}
