// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * An upstream on loopback that does to the letter what its script says, right or wrong, and notes what it saw.
 *
 * <p>Scripts go by the number of the request, counted from 1 over all connections. Each connection has two virtual
 * threads: one reads requests all the time, so that a peer's close is seen the moment it happens; one plays the
 * scripts.
 */
public final class FaultyUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final Optional<SSLContext> tls;
    private final Map<Integer, List<Step>> scripts = new ConcurrentHashMap<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Integer> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger counter = new AtomicInteger();
    private volatile List<Step> usual = List.of(reply(200, "ok"));

    /** Listens on a free port; speaks TLS when a context is given. */
    public FaultyUpstream(Optional<SSLContext> tls) {
        this.tls = tls;
        try {
            this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Listens on a free port, in the clear. */
    public FaultyUpstream() {
        this(Optional.empty());
    }

    /** One thing to do on the connection that the request came by. */
    public sealed interface Step {}

    /** Writes bytes, all at once or in pieces of a size, each in its own segment. */
    @SuppressWarnings("ArrayRecordComponent") // a script is made once and compared by nobody
    public record Send(byte[] bytes, int piece) implements Step {}

    /** Waits until the test opens the gate. */
    public record Wait(CountDownLatch gate) implements Step {}

    /** What needs no words more. */
    public enum Act implements Step {
        /** Closes the connection in order. */
        FIN,
        /** Closes it with a reset. */
        RESET,
        /** Closes the TCP connection in order, but TLS not at all; without TLS the same as {@link #FIN}. */
        CUT,
        /** Says that nothing more will be sent, and goes on reading. */
        HALF_CLOSE,
        /** Does nothing until the peer has gone. */
        STALL
    }

    /** Writes text (a character is a byte). */
    public static Step send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes bytes. */
    public static Step send(byte[] bytes) {
        return new Send(bytes, Math.max(1, bytes.length));
    }

    /** A whole answer with Content-Length. */
    public static Step reply(int status, String body) {
        return send("HTTP/1.1 " + status + " Status\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    /** The script of one request, by its number. */
    public FaultyUpstream on(int request, Step... script) {
        scripts.put(request, List.of(script));
        return this;
    }

    /** The script of all requests that have none of their own; at first a plain 200. */
    public FaultyUpstream otherwise(Step... script) {
        usual = List.of(script);
        return this;
    }

    /** {@code http://localhost:port} or {@code https://localhost:port} and the path. */
    public URI uri(String path) {
        return URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + server.getLocalPort() + path);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections were accepted. */
    public int connections() {
        return peers.size();
    }

    /** Every request so far, byte for byte. */
    public List<String> requests() {
        return requests.stream()
                .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** Waits until another request has arrived whole. */
    public int awaitRequest() throws InterruptedException {
        return arrivals.take();
    }

    /** When the peer was seen to close the connection with that number (from 1), by {@link System#nanoTime}. */
    public CompletableFuture<Long> closed(int connection) {
        return peers.get(connection - 1).closed;
    }

    @Override
    public void close() {
        try {
            server.close();
            peers.forEach(Peer::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Peer peer = new Peer(server.accept());
                peers.add(peer);
                Thread.ofVirtual().start(peer::read);
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Peer {
        private final Socket accepted;
        private final CompletableFuture<Long> closed = new CompletableFuture<>();
        private final BlockingQueue<List<Step>> todo = new LinkedBlockingQueue<>();

        Peer(Socket accepted) {
            this.accepted = accepted;
        }

        void read() {
            try (Socket socket = tls.isPresent() ? secured(tls.get()) : accepted) {
                socket.setTcpNoDelay(true);
                Thread player = Thread.ofVirtual().start(() -> play(socket));
                try {
                    InputStream in = socket.getInputStream();
                    while (true) {
                        Optional<byte[]> request = request(in);
                        if (request.isEmpty()) {
                            break;
                        }
                        int number = counter.incrementAndGet();
                        requests.add(request.get());
                        arrivals.add(number);
                        todo.add(scripts.getOrDefault(number, usual));
                    }
                } finally {
                    closed.complete(System.nanoTime());
                    player.interrupt();
                }
            } catch (IOException e) {
                closed.complete(System.nanoTime());
            }
        }

        private Socket secured(SSLContext context) throws IOException {
            return context.getSocketFactory().createSocket(accepted, InputStream.nullInputStream(), true);
        }

        /** Reads one request to the end of its Content-Length; empty when the peer has ended. */
        private static Optional<byte[]> request(InputStream in) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return Optional.empty();
                }
                bytes.write(next);
                head = next == '\n' ? bytes.toString(StandardCharsets.ISO_8859_1) : "";
            }
            for (String line : head.toLowerCase(Locale.ROOT).split("\r\n", -1)) {
                if (line.startsWith("content-length:")) {
                    bytes.writeBytes(
                            in.readNBytes(Integer.parseInt(line.substring(15).strip())));
                }
            }
            return Optional.of(bytes.toByteArray());
        }

        private void play(Socket socket) {
            try {
                while (true) {
                    for (Step step : todo.take()) {
                        play(step, socket);
                    }
                }
            } catch (IOException | InterruptedException e) {
                // The peer has gone, or a script closed the connection: nothing is left to play.
                close();
            }
        }

        private void play(Step step, Socket socket) throws IOException, InterruptedException {
            switch (step) {
                case Send(byte[] bytes, int piece) -> {
                    for (int at = 0; at < bytes.length; at += piece) {
                        socket.getOutputStream().write(bytes, at, Math.min(piece, bytes.length - at));
                    }
                }
                case Wait(CountDownLatch gate) -> gate.await();
                case Act.FIN -> socket.close();
                case Act.CUT -> accepted.close();
                case Act.RESET -> {
                    accepted.setSoLinger(true, 0);
                    accepted.close();
                }
                case Act.HALF_CLOSE -> socket.shutdownOutput();
                case Act.STALL -> new CountDownLatch(1).await();
            }
        }

        void close() {
            try {
                accepted.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
