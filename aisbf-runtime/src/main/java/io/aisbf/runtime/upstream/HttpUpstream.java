// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.api.call.Call;
import io.aisbf.api.plugin.Upstream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The gateway's HTTP/1.1 client (RFC 9110, RFC 9112): blocking, made for virtual threads, with pooled connections and a
 * deadline on every wait. One instance serves all providers, from many threads at once, until it is closed when the
 * gateway stops.
 *
 * <p>How a wait ends early: interrupting the thread closes the connection and ends {@link #send} with {@link
 * InterruptedException}, a read of the body with {@link java.io.InterruptedIOException} and the thread's flag still
 * set. Closing the reply, from any thread, ends a read with an {@link java.io.IOException}.
 *
 * <p>A request that cannot be written at all (an address without host, a header with a line break) is refused with
 * {@link IllegalArgumentException} before anything is sent.
 */
public final class HttpUpstream implements Upstream, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(HttpUpstream.class.getName());

    private final Settings settings;
    private final LongSupplier nanoTime;
    private final ConnectionPool pool;
    private final Connector connector;

    /**
     * A client without connections; opens the first when it is asked to send.
     *
     * @param nanoTime counts nanoseconds from anywhere, as {@link System#nanoTime} does
     */
    public HttpUpstream(Settings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.pool = new ConnectionPool(settings, nanoTime);
        this.connector = new Connector(settings, nanoTime);
    }

    /**
     * What may differ from one installation, or test, to the next.
     *
     * @param idleLimit how long a connection may lie idle and still be used; less than servers keep theirs, often 75 s.
     *     One that announces a shorter time ({@code Keep-Alive: timeout=5}) gets its way
     * @param maxAge how long after it came about a connection may still be used, so that a change of addresses is
     *     noticed
     * @param maxIdlePerOrigin how many idle connections to keep for one scheme, host and port
     * @param tls who is trusted; asked for with each new {@code https} connection, so it should give the same context
     *     each time: sessions are resumed within one
     * @param resolver where the addresses of a name come from
     */
    public record Settings(
            Duration idleLimit,
            Duration maxAge,
            int maxIdlePerOrigin,
            Supplier<SSLContext> tls,
            Proxies proxies,
            Resolver resolver) {
        /**
         * A minute idle, an hour of age, 64 idle connections an origin, the JDK's trust store and resolver, no proxy.
         */
        public static final Settings DEFAULT = new Settings(
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                64,
                Settings::systemTrust,
                Proxies.NONE,
                InetAddress::getAllByName);

        /** The default settings, with the proxies that the environment names. */
        public static Settings of(Map<String, String> environment) {
            return DEFAULT.withProxies(Proxies.of(environment));
        }

        /** These settings with other trust. */
        public Settings withTls(SSLContext context) {
            return new Settings(idleLimit, maxAge, maxIdlePerOrigin, () -> context, proxies, resolver);
        }

        /** These settings with other proxies. */
        public Settings withProxies(Proxies others) {
            return new Settings(idleLimit, maxAge, maxIdlePerOrigin, tls, others, resolver);
        }

        private static SSLContext systemTrust() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This Java installation has no usable TLS: " + e.getMessage(), e);
            }
        }
    }

    /** Where addresses come from. */
    @FunctionalInterface
    public interface Resolver {
        /** The addresses of a name, at least one; may block for as long as it likes. */
        InetAddress[] resolve(String host) throws java.net.UnknownHostException;
    }

    @Override
    public Reply send(Request request, Call call) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before anything was sent");
        }
        Origin origin = Origin.of(request.uri());
        ByteBuffer head =
                RequestHead.of(request, origin, settings.proxies().on(origin).filter(proxy -> !origin.tls()));
        Waits waits = new Waits(call.deadlines().orElse(request.deadlines()), call, nanoTime);
        Optional<Connection> pooled = pool.take(origin);
        if (pooled.isPresent()) {
            try {
                return exchange(request, head, pooled.get(), waits);
            } catch (Exchange.Stale e) {
                LOGGER.log(
                        System.Logger.Level.DEBUG,
                        "Call {0}: {1} closed the reused connection; sending once more.",
                        call.id(),
                        origin);
            }
        }
        try {
            return exchange(request, head, connector.connect(origin, waits), waits);
        } catch (Exchange.Stale e) {
            throw new IllegalStateException("a fresh connection cannot be stale", e);
        }
    }

    private Exchange exchange(Request request, ByteBuffer head, Connection connection, Waits waits)
            throws Exchange.Stale, InterruptedException {
        return Exchange.start(request.method(), RequestHead.withBody(head, request.body()), connection, pool, waits);
    }

    /** How many connections lie idle, for the metrics. */
    public int idleConnections() {
        return pool.size();
    }

    /** Closes the idle connections at once, and those under way when their exchange is over. */
    @Override
    public void close() {
        pool.close();
        connector.close();
    }
}
