// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream on loopback that does to the letter what its script says, right or wrong, and keeps every request byte
 * for byte.
 *
 * <p>Bytes are held in strings, one character a byte (ISO 8859-1), so that they compare and print. Each connection has
 * two virtual threads: one reads all the time and so sees the peer's close the moment it happens, one plays the script.
 */
public final class RawUpstream implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Request> arrivals = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Listens on a free port. */
    public RawUpstream(Script script) {
        this.script = script;
        try {
            this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Says what is done with a request; called by one thread a connection. */
    @FunctionalInterface
    public interface Script {
        /** {@return the steps, in order} */
        List<Step> steps(Request request) throws InterruptedException;
    }

    /**
     * A request as it came.
     *
     * @param connection the number of the connection it came by, from 1
     * @param line the request line
     * @param headers by name in small letters
     * @param body one character a byte
     * @param gone when the peer was seen to leave, by {@link System#nanoTime}
     */
    public record Request(
            int connection, String line, Map<String, String> headers, String body, CompletableFuture<Long> gone) {
        /** {@return the path and query that were asked for} */
        public String path() {
            return line.split(" ", -1)[1];
        }

        /** {@return when the peer left; waits a minute for it at most} */
        public long awaitGone() throws Exception {
            return gone.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** One thing to do on the connection that the request came by. */
    public sealed interface Step {}

    /** Writes bytes, one for each character. */
    public record Send(String bytes) implements Step {}

    /** Waits until the test opens the gate. */
    public record Wait(CountDownLatch gate) implements Step {}

    /** Does nothing for a while. */
    public record Pause(Duration time) implements Step {}

    /** Tells the test that everything before it was written. */
    public record Tell(Runnable written) implements Step {}

    /** What needs no words more. */
    public enum Act implements Step {
        /** Closes the connection in order. */
        FIN,
        /** Closes it with a reset. */
        RESET,
        /** Does nothing until the peer has gone. */
        STALL
    }

    /** {@return a whole answer with its length} */
    public static Send reply(int status, String contentType, String body, String... headers) {
        String utf8 = bytes(body);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return new Send("HTTP/1.1 " + status + " Scripted\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + utf8.length() + "\r\n" + more + "\r\n" + utf8);
    }

    /** {@return the head of a stream of events that ends with the last chunk} */
    public static Send eventHead() {
        return new Send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    /** {@return text as one chunk of such a stream} */
    public static Send chunk(String text) {
        String utf8 = bytes(text);
        return new Send(Integer.toHexString(utf8.length()) + "\r\n" + utf8 + "\r\n");
    }

    /** {@return the last chunk} */
    public static Send lastChunk() {
        return new Send("0\r\n\r\n");
    }

    /** {@return the text's UTF-8 bytes, one character each} */
    public static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** {@return the URL of the API, with its version part} */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    /** {@return all requests so far} */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** {@return how many connections were accepted so far} */
    public int connections() {
        return connections.get();
    }

    /** {@return the next request that was not taken yet; waits a minute for it at most} */
    public Request take() throws InterruptedException {
        Request request = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request reached the upstream within " + PATIENCE_SECONDS + " s");
        }
        return request;
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> converse(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket, int connection) {
        CompletableFuture<Long> gone = new CompletableFuture<>();
        BlockingQueue<Request> todo = new LinkedBlockingQueue<>();
        Thread player = Thread.ofVirtual().start(() -> play(socket, todo));
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Optional<Request> request = read(in, connection, gone);
            while (request.isPresent()) {
                requests.add(request.get());
                todo.add(request.get());
                arrivals.add(request.get());
                request = read(in, connection, gone);
            }
        } catch (IOException reset) {
            // A reset is a way of leaving like any other.
        } finally {
            gone.complete(System.nanoTime());
            open.remove(socket);
            player.interrupt();
        }
    }

    private static Optional<Request> read(InputStream in, int connection, CompletableFuture<Long> gone)
            throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return Optional.of(new Request(connection, line, headers, new String(body, StandardCharsets.ISO_8859_1), gone));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private void play(Socket socket, BlockingQueue<Request> todo) {
        try {
            while (true) {
                for (Step step : script.steps(todo.take())) {
                    play(step, socket);
                }
            }
        } catch (IOException | InterruptedException over) {
            // The peer has gone, or the script closed the connection: nothing is left to play.
        }
    }

    private static void play(Step step, Socket socket) throws IOException, InterruptedException {
        switch (step) {
            case Send(String bytes) -> socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            case Wait(CountDownLatch gate) -> gate.await();
            case Pause(Duration time) -> {
                var _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
            case Tell(Runnable written) -> written.run();
            case Act.FIN -> socket.close();
            case Act.RESET -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case Act.STALL -> new CountDownLatch(1).await();
        }
    }
}
