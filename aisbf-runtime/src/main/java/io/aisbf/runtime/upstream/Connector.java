// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/**
 * Makes connections: name look-up, TCP, a proxy's tunnel, TLS; all within one deadline, and says which of them failed.
 */
final class Connector implements AutoCloseable {
    private final HttpUpstream.Settings settings;
    private final NameLookup lookup;
    private final Wire.Watch watch;
    private final LongSupplier nanoTime;

    Connector(HttpUpstream.Settings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.lookup = new NameLookup(settings.resolver());
        this.watch = new Wire.Watch(nanoTime);
        this.nanoTime = nanoTime;
    }

    /**
     * A fresh connection.
     *
     * @throws CallException {@code UNREACHABLE} or {@code TIMED_OUT}
     */
    Connection connect(Origin origin, Waits waits) throws InterruptedException {
        waits.enter(Waits.Phase.CONNECT);
        try {
            return attempt(origin, waits);
        } catch (SocketTimeoutException e) {
            throw waits.passed(origin);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while connecting to " + origin);
            }
            throw new CallException(Failure.UNREACHABLE, reason(origin, e), e);
        }
    }

    private Connection attempt(Origin origin, Waits waits) throws IOException, InterruptedException {
        Optional<Proxies.Proxy> proxy = settings.proxies().on(origin);
        String host = proxy.map(Proxies.Proxy::host).orElse(origin.host());
        int port = proxy.map(Proxies.Proxy::port).orElse(origin.port());
        Wire wire = dial(host, port, waits.next());
        try {
            wire.deadline(waits.next());
            if (!origin.tls()) {
                return new Connection(origin, wire, wire, nanoTime.getAsLong());
            }
            if (proxy.isPresent()) {
                tunnel(wire, origin, proxy.get(), waits);
            }
            Tls tls = Tls.handshake(wire, settings.tls().get(), origin);
            return new Connection(origin, wire, tls, nanoTime.getAsLong());
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw e;
        }
    }

    /**
     * Tries the addresses in turn; each gets its share of the time that is left, so that a dead one leaves time for the
     * next.
     */
    private Wire dial(String host, int port, long deadline) throws IOException, InterruptedException {
        List<InetAddress> addresses = lookup.addresses(host, deadline - nanoTime.getAsLong());
        for (int i = 0; ; i++) {
            long now = nanoTime.getAsLong();
            long share = (deadline - now) / (addresses.size() - i);
            try {
                return Wire.dial(new InetSocketAddress(addresses.get(i), port), now + share, watch);
            } catch (IOException e) {
                if (i == addresses.size() - 1 || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    /** Asks a proxy for a tunnel (RFC 9110 section 9.3.6). */
    private void tunnel(Wire wire, Origin origin, Proxies.Proxy proxy, Waits waits) throws IOException {
        String credentials = proxy.authorization()
                .map(value -> "Proxy-Authorization: " + value + "\r\n")
                .orElse("");
        String request = "CONNECT " + origin + " HTTP/1.1\r\nHost: " + origin + "\r\n" + credentials + "\r\n";
        Connection plain = new Connection(origin, wire, wire, nanoTime.getAsLong());
        plain.write(List.of(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1))), waits);
        int status;
        try {
            status = ReplyHead.read(plain, waits).status();
        } catch (Connection.Malformed e) {
            throw new IOException("the proxy " + proxy + " " + e.getMessage(), e);
        }
        if (status / 100 != 2 || plain.buffered() > 0) {
            throw new IOException("the proxy " + proxy + " refused a tunnel with status " + status);
        }
    }

    private static String reason(Origin origin, IOException e) {
        String what = switch (e) {
            case UnknownHostException unknown -> "the name " + unknown.getMessage() + " was not found";
            case SSLException tls -> tlsReason(tls);
            case ConnectException refused ->
                "the connection was refused or the address is not reachable (" + refused.getMessage() + ")";
            default -> String.valueOf(e.getMessage());
        };
        return "No connection to " + origin + ": " + what + ".";
    }

    private static String tlsReason(SSLException e) {
        for (Optional<Throwable> cause = Optional.of(e); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            switch (cause.get()) {
                case CertificateExpiredException expired -> {
                    return "its TLS certificate has expired (" + expired.getMessage() + ")";
                }
                case CertificateNotYetValidException early -> {
                    return "its TLS certificate is not valid yet (" + early.getMessage() + "); is the clock right?";
                }
                case CertPathBuilderException untrusted -> {
                    return "its TLS certificate is not signed by an authority that is trusted here";
                }
                case CertificateException other
                when other.getCause() == null -> {
                    return "its TLS certificate was refused, it may be another host's (" + other.getMessage() + ")";
                }
                default -> {}
            }
        }
        return "the TLS handshake failed (" + e.getMessage() + ")";
    }

    @Override
    public void close() {
        lookup.close();
        watch.close();
    }
}
