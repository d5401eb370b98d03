// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import static io.aisbf.runtime.upstream.FaultyUpstream.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.plugin.Upstream.Reply;
import io.aisbf.runtime.upstream.FaultyUpstream.Act;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways in which a wait ends before the answer does: deadlines, an interrupt, a close from elsewhere. */
@Timeout(60)
class EndingTest {
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String START = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";

    private final FaultyUpstream server = new FaultyUpstream();
    private final Client client = new Client();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void saysWhichDeadlinePassed() throws Exception {
        server.otherwise(Act.STALL);
        client.fails(
                Failure.TIMED_OUT,
                "within 60 ms (deadline \"first byte\")",
                () -> client.get(server.uri("/1"), new Deadlines(LONG, SHORT, LONG, LONG), client.call()));
        client.fails(
                Failure.TIMED_OUT,
                "after 60 ms (deadline \"total\")",
                () -> client.get(server.uri("/2"), new Deadlines(LONG, LONG, LONG, SHORT), client.call()));
        client.fails(
                Failure.TIMED_OUT,
                "The call's time was over",
                () -> client.get(server.uri("/3"), new Deadlines(LONG, LONG, LONG, LONG), Call.start("short", SHORT)));
        server.otherwise(send(START), Act.STALL);
        client.fails(
                Failure.TIMED_OUT,
                "for 60 ms in the middle of its answer (deadline \"idle\")",
                () -> client.get(server.uri("/4"), new Deadlines(LONG, LONG, SHORT, LONG), client.call()));
        server.otherwise(send("HTTP/1.1 200 OK\r\n"), Act.STALL);
        client.fails(
                Failure.TIMED_OUT,
                "first byte",
                () -> client.get(server.uri("/5"), new Deadlines(LONG, SHORT, LONG, LONG), client.call()));
        for (int i = 1; i <= server.connections(); i++) {
            server.closed(i).get(30, TimeUnit.SECONDS);
        }
        assertNothingWasSentTwice();
    }

    private void assertNothingWasSentTwice() {
        // One whose time was over before it was sent is not among them.
        List<String> sent = server.requests();
        assertEquals(Set.copyOf(sent).size(), sent.size(), () -> "sent twice: " + sent);
    }

    @Test
    void theTotalHoldsAlthoughBytesKeepComing() {
        server.otherwise(
                send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n"),
                new FaultyUpstream.Send(new byte[100_000_000], 100),
                Act.STALL);
        client.fails(
                Failure.TIMED_OUT,
                "total",
                () -> client.get(server.uri("/"), new Deadlines(LONG, LONG, LONG, SHORT), client.call()));
    }

    @Test
    void anUpstreamThatDoesNotReadHoldsNobodyForever() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI uri = URI.create("http://127.0.0.1:" + deaf.getLocalPort() + "/");
            Deadlines deadlines = new Deadlines(LONG, SHORT, LONG, LONG);
            List<ByteBuffer> body = List.of(ByteBuffer.allocate(64 << 20));
            client.fails(
                    Failure.TIMED_OUT,
                    "first byte",
                    () -> client.http()
                            .send(
                                    new io.aisbf.api.plugin.Upstream.Request("POST", uri, Map.of(), body, deadlines),
                                    client.call()));
            Thread writer = Thread.ofVirtual()
                    .unstarted(() -> assertThrows(
                            InterruptedException.class,
                            () -> client.http().send(client.request("POST", uri, Map.of(), body), client.call())));
            AtomicReference<Throwable> wrong = new AtomicReference<>();
            writer.setUncaughtExceptionHandler((thread, e) -> wrong.set(e));
            writer.start();
            deaf.accept();
            deaf.accept();
            writer.interrupt();
            writer.join();
            assertEquals(null, wrong.get());
        }
    }

    @Test
    void saysWhyNoConnectionCameAbout() throws Exception {
        // Bound and not listening, so that nobody else gets the port meanwhile.
        try (Socket deaf = new Socket()) {
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = deaf.getLocalPort();
            client.fails(
                    Failure.UNREACHABLE,
                    "No connection to 127.0.0.1:" + port + ": the connection was refused",
                    () -> client.get(URI.create("http://127.0.0.1:" + port + "/")));
        }
        HttpUpstream.Settings settings = resolving(host -> {
            throw new UnknownHostException(host);
        });
        try (Client blind = new Client(settings)) {
            blind.fails(
                    Failure.UNREACHABLE,
                    "the name no.test was not found",
                    () -> blind.get(URI.create("http://no.test/")));
        }
    }

    private static HttpUpstream.Settings resolving(HttpUpstream.Resolver resolver) {
        HttpUpstream.Settings usual = HttpUpstream.Settings.DEFAULT;
        return new HttpUpstream.Settings(
                usual.idleLimit(), usual.maxAge(), usual.maxIdlePerOrigin(), usual.tls(), usual.proxies(), resolver);
    }

    @Test
    void aResolverThatHangsHoldsNobodyBeyondTheDeadline() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        HttpUpstream.Settings settings = resolving(host -> {
            asked.countDown();
            assertTrue(uninterruptibly(gate));
            return InetAddress.getAllByName("127.0.0.1");
        });
        try (Client slow = new Client(settings)) {
            URI uri = URI.create("http://slow.test:" + server.port() + "/");
            slow.fails(
                    Failure.TIMED_OUT,
                    "deadline \"connect\"",
                    () -> slow.get(uri, new Deadlines(SHORT, LONG, LONG, LONG), slow.call()));
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread waiting =
                    Thread.ofVirtual().start(() -> end.complete(assertThrows(Exception.class, () -> slow.get(uri))));
            asked.await();
            waiting.interrupt();
            assertInstanceOf(InterruptedException.class, end.get());
            gate.countDown();
            assertEquals("ok", slow.get(uri));
        }
    }

    private static boolean uninterruptibly(CountDownLatch gate) {
        while (true) {
            try {
                return gate.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void anInterruptBeforeTheAnswerReachesTheUpstreamAtOnce() throws Exception {
        server.otherwise(Act.STALL);
        List<Long> delays = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual()
                    .start(() -> end.complete(assertThrows(Exception.class, () -> client.get(server.uri("/")))));
            server.awaitRequest();
            long interrupted = System.nanoTime();
            thread.interrupt();
            delays.add(server.closed(i).get(30, TimeUnit.SECONDS) - interrupted);
            assertInstanceOf(InterruptedException.class, end.get(30, TimeUnit.SECONDS));
        }
        assertSoon("interrupt before the answer", delays);
    }

    @Test
    void anInterruptInTheBodyReachesTheUpstreamAtOnce() throws Exception {
        server.otherwise(send(START), Act.STALL);
        List<Long> delays = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual().start(() -> {
                assertThrows(InterruptedIOException.class, () -> readOn(begun));
                flag.complete(Thread.currentThread().isInterrupted());
            });
            begun.await();
            long interrupted = System.nanoTime();
            thread.interrupt();
            delays.add(server.closed(i).get(30, TimeUnit.SECONDS) - interrupted);
            assertTrue(flag.get(30, TimeUnit.SECONDS), "the flag stays set");
        }
        assertSoon("interrupt in the body", delays);
    }

    private void readOn(CountDownLatch begun) throws Exception {
        try (Reply reply = client.open(server.uri("/"))) {
            reply.body().readNBytes(3);
            begun.countDown();
            reply.body().read();
        }
    }

    @Test
    void aCloseFromAnotherThreadFreesTheReader() throws Exception {
        server.otherwise(send(START), Act.STALL);
        List<Long> delays = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 1; i <= 100; i++) {
                Reply reply = client.open(server.uri("/"));
                reply.body().readNBytes(3);
                Future<IOException> end = threads.submit(
                        () -> assertThrows(IOException.class, () -> reply.body().read()));
                long closed = System.nanoTime();
                reply.close();
                delays.add(server.closed(i).get(30, TimeUnit.SECONDS) - closed);
                assertTrue(String.valueOf(end.get(30, TimeUnit.SECONDS).getMessage())
                        .contains("was closed"));
                assertThrows(IOException.class, () -> reply.body().read(), "and stays closed");
            }
        }
        assertSoon("close from another thread", delays);
        assertEquals(0, client.http().idleConnections());
    }

    @Test
    void anInterruptedThreadSendsNothing() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> client.get(server.uri("/")));
        assertFalse(Thread.interrupted());
        assertEquals(0, server.connections());
    }

    private static void assertSoon(String what, List<Long> nanos) {
        Collections.sort(nanos);
        long median = nanos.get(nanos.size() / 2) / 1000;
        long p99 = nanos.get(nanos.size() * 99 / 100 - 1) / 1000;
        System.out.println(what + ": p50 " + median + " us, p99 " + p99 + " us");
        // In the middle: a busy machine may hold up any one of them for any time.
        assertTrue(median < 100_000, what + " took " + median + " us");
    }
}
