// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.runtime.config.ServerConfig;
import io.aisbf.runtime.guard.ConnectionGuard;
import io.aisbf.runtime.guard.GuardSettings;
import io.aisbf.runtime.guard.Refusal;
import io.aisbf.runtime.guard.Watch;
import io.aisbf.runtime.load.Heap;
import io.aisbf.runtime.load.Load;
import io.aisbf.runtime.observe.CallRecord;
import io.aisbf.runtime.observe.RequestLog;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The open port: Helidon behind the {@link ConnectionGuard}, one handler for everything, routes by {@link Routes}.
 * Requests are served with whatever {@link Serving} is current when they arrive.
 */
public final class Listener implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Listener.class.getName());
    private static final Duration BODY_GRACE = Duration.ofSeconds(5);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int WRITE_BUFFER = 16 * 1024;

    private final Swap<Serving> swap;
    private final Outfit outfit;
    private final Load load;
    private final ConnectionGuard guard;
    private final WebServer server;

    /**
     * What a listener needs besides its settings.
     *
     * @param log where the request log goes
     * @param random where the names of requests come from
     */
    public record Outfit(RequestLog log, InstantSource clock, LongSupplier nanoTime, RandomGenerator random) {}

    private Listener(ServerConfig config, Swap<Serving> swap, Outfit outfit) {
        this.swap = swap;
        this.outfit = outfit;
        this.load = new Load(config.maxCalls(), Heap.ofThisProcess(), outfit.nanoTime());
        this.guard = new ConnectionGuard(settings(config), this::phrase);
        this.server = engine(config.host(), config.port(), config.shutdownGrace(), guard, this::phrase, this::handle);
    }

    private static WebServer engine(
            String host, int port, Duration grace, ConnectionGuard guard, Refusal refusal, Handler handler) {
        var builder = WebServer.builder()
                .host(host)
                .port(port)
                .shutdownHook(false)
                // Longer than the gateway's own grace: that one ends calls in words, the engine's cuts them off.
                .shutdownGracePeriod(grace.plus(LAST_WORDS))
                .writeBufferSize(WRITE_BUFFER)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .featuresDiscoverServices(false)
                .contentEncoding(new AnyCoding())
                .directHandlers(EngineRefusal.all(refusal))
                .routing(HttpRouting.builder().any(handler));
        guard.install(builder);
        return builder.build();
    }

    /**
     * Makes a server that never opens, so that its classes are there when the real one is made: half of a start is
     * spent on them, and another thread can do that while the configuration is read and the plugins are loaded.
     */
    public static void rehearse() {
        try (ConnectionGuard guard = new ConnectionGuard(GuardSettings.defaults(), Refusal.openAi())) {
            WebServer never =
                    engine("127.0.0.1", 0, Duration.ZERO, guard, Refusal.openAi(), (_, response) -> response.send());
            Heap heap = Heap.ofThisProcess();
            LOG.log(DEBUG, "rehearsed with {0} and {1} bytes", never.prototype().host(), heap.most() + heap.live());
        }
    }

    /**
     * Opens the port.
     *
     * @throws UncheckedIOException if it cannot be opened, saying why
     */
    public static Listener open(ServerConfig config, Swap<Serving> swap, Outfit outfit) {
        refuseTakenPort(config);
        Listener listener = new Listener(config, swap, outfit);
        try {
            listener.server.start();
            if (!listener.server.isRunning()) {
                // Helidon logs what kept a port from opening and goes on.
                throw new UncheckedIOException(
                        new BindException(config.host() + ":" + config.port() + " cannot be opened"));
            }
        } catch (RuntimeException e) {
            listener.guard.close();
            throw e;
        }
        return listener;
    }

    /** Asks before Helidon does, which tells it to nobody but its log. */
    private static void refuseTakenPort(ServerConfig config) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (IOException e) {
            String sentence = config.host() + ":" + config.port() + " cannot be opened: " + e.getMessage();
            throw new UncheckedIOException(sentence, (IOException) new BindException(sentence).initCause(e));
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Accepts nothing more and waits, as long as the configuration says, for what is under way. */
    @Override
    public void close() {
        server.stop();
        guard.close();
    }

    private static GuardSettings settings(ServerConfig config) {
        return new GuardSettings(
                config.headerTimeout(),
                config.idleTimeout(),
                config.bodyTimeout(),
                BODY_GRACE,
                config.minBodyRate(),
                config.writeTimeout(),
                LINGER,
                config.maxConnections(),
                LARGEST_HEAD,
                false);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        CallRecord record = record(
                request.prologue().method().text(), request.prologue().uriPath().rawPath());
        outfit.log().begin(record);
        boolean complete;
        boolean last;
        try (Swap.Lease<Serving> lease = swap.lease()) {
            Exchange exchange = new Exchange(request, response, record, guard::watch, load);
            try {
                complete = Front.serve(
                        exchange, lease.value().routes(), lease.value().access());
            } finally {
                exchange.release();
            }
            last = exchange.bodyLeft();
        } finally {
            outfit.log().add(record);
        }
        if (!complete) {
            drop(request);
        }
        if (last) {
            throw new CloseConnectionException("part of the request was left unread");
        }
    }

    /** Breaks the connection off, so that what was sent does not look like a finished answer. */
    private void drop(ServerRequest request) {
        try (Watch watch = guard.watch(request)) {
            watch.abort();
        }
        throw new CloseConnectionException("the answer is not complete");
    }

    /**
     * Phrases what the guard or the engine refuses in the protocol that is spoken at that path, and logs it like any other request.
     */
    private Refusal.Told phrase(String path, int status, String sentence) {
        int mark = path.indexOf('?');
        String place = mark < 0 ? path : path.substring(0, mark);
        // Without the query, which may hold a key.
        CallRecord record = record("", place);
        Failure failure = Failures.ofRefusal(status);
        record.status(status);
        record.failed(failure, sentence);
        outfit.log().add(record);
        try (Swap.Lease<Serving> lease = swap.lease()) {
            Query query = new Query(mark < 0 ? "" : path.substring(mark + 1));
            Routes.Knock knock = new Routes.Knock("", place, query, _ -> Optional.empty());
            return new Refusal.Told(
                    MemorySink.body(
                            new CallException(failure, sentence),
                            lease.value().routes().nearest(knock),
                            record.id()),
                    Optional.of(record.id()));
        }
    }

    private CallRecord record(String method, String path) {
        return new CallRecord(
                "req_" + Long.toHexString(outfit.random().nextLong() | Long.MIN_VALUE),
                outfit.clock().instant(),
                method,
                path,
                outfit.nanoTime());
    }
}
