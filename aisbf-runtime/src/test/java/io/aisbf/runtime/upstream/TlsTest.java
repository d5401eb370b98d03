// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import static io.aisbf.runtime.upstream.FaultyUpstream.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.plugin.Upstream.Reply;
import io.aisbf.runtime.upstream.FaultyUpstream.Act;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS: who is believed and who is not, and that everything else holds there too. */
@Timeout(60)
class TlsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static SSLContext good;
    private static SSLContext expired;
    private static SSLContext elsewhere;

    @BeforeAll
    static void makeKeys() throws Exception {
        TestKeys.makeAuthority(folder);
        good = TestKeys.context(folder, "good", "dns:localhost,ip:127.0.0.1", "-1d");
        expired = TestKeys.context(folder, "expired", "dns:localhost", "-9d");
        elsewhere = TestKeys.context(folder, "elsewhere", "dns:elsewhere.test", "-1d");
    }

    private static Client trusting(SSLContext context) {
        return new Client(HttpUpstream.Settings.DEFAULT.withTls(context));
    }

    @Test
    void reusesAConnectionWithoutTakingTicketsForAnAnswer() throws Exception {
        String large = "x".repeat(100_000);
        try (FaultyUpstream server = new FaultyUpstream(Optional.of(good));
                Client client = trusting(good)) {
            for (int i = 0; i < 20; i++) {
                assertEquals("ok", client.post(server.uri("/"), Map.of(), i == 3 ? large : "small"));
            }
            assertEquals(1, server.connections());
            assertTrue(server.requests().get(3).endsWith("\r\n\r\n" + large));
            server.otherwise(FaultyUpstream.reply(200, large));
            assertEquals(large, client.get(server.uri("/")));
        }
    }

    @Test
    void sendsAgainWhenAReusedConnectionWasClosed() throws Exception {
        try (FaultyUpstream server = new FaultyUpstream(Optional.of(good));
                Client client = trusting(good)) {
            client.get(server.uri("/"));
            server.on(2, Act.FIN).on(4, Act.RESET);
            assertEquals("ok", client.get(server.uri("/")));
            assertEquals("ok", client.get(server.uri("/")));
            assertEquals(3, server.connections());
            CountDownLatch gate = new CountDownLatch(1);
            server.on(6, FaultyUpstream.reply(200, "last"), new FaultyUpstream.Wait(gate), Act.FIN);
            assertEquals("last", client.get(server.uri("/")));
            gate.countDown();
            server.closed(3).get(5, TimeUnit.SECONDS);
            assertEquals("ok", client.get(server.uri("/")));
            assertEquals(7, server.requests().size());
        }
    }

    @Test
    void saysWhyACertificateIsRefused() {
        Map<SSLContext, String> refused = Map.of(expired, "has expired", elsewhere, "may be another host's");
        refused.forEach((context, words) -> {
            try (FaultyUpstream server = new FaultyUpstream(Optional.of(context));
                    Client client = trusting(context)) {
                client.fails(Failure.UNREACHABLE, words, () -> client.get(server.uri("/")));
                assertEquals(0, server.requests().size(), "nothing was sent");
            }
        });
        try (FaultyUpstream server = new FaultyUpstream(Optional.of(good));
                Client client = new Client()) {
            client.fails(
                    Failure.UNREACHABLE,
                    "not signed by an authority that is trusted",
                    () -> client.get(server.uri("/")));
        }
    }

    @Test
    void saysThatTheOtherSideDoesNotSpeakTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client client = trusting(good)) {
            Thread.ofVirtual().start(() -> answerInTheClear(plain));
            client.fails(
                    Failure.UNREACHABLE,
                    "the TLS handshake failed",
                    () -> client.get(URI.create("https://localhost:" + plain.getLocalPort() + "/")));
        }
    }

    private static void answerInTheClear(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getInputStream().read();
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client has gone, as it should.
            return;
        }
    }

    @Test
    void aHandshakeThatStallsMeetsTheDeadline() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client client = trusting(good)) {
            client.fails(
                    Failure.TIMED_OUT,
                    "deadline \"connect\"",
                    () -> client.get(
                            URI.create("https://localhost:" + mute.getLocalPort() + "/"),
                            new Deadlines(Duration.ofMillis(60), LONG, LONG, LONG),
                            client.call()));
        }
    }

    @Test
    void endsLikeAnyOtherExchange() throws Exception {
        try (FaultyUpstream server = new FaultyUpstream(Optional.of(good));
                Client client = trusting(good)) {
            server.otherwise(send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), Act.STALL);
            client.fails(
                    Failure.TIMED_OUT,
                    "deadline \"idle\"",
                    () -> client.get(
                            server.uri("/"), new Deadlines(LONG, LONG, Duration.ofMillis(60), LONG), client.call()));
            server.closed(1).get(5, TimeUnit.SECONDS);
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Reply reply = client.open(server.uri("/"));
            Thread.ofVirtual()
                    .start(() -> end.complete(
                            assertThrows(Exception.class, () -> reply.body().readAllBytes())));
            reply.close();
            assertInstanceOf(IOException.class, end.get(5, TimeUnit.SECONDS));
            server.closed(2).get(5, TimeUnit.SECONDS);
            server.otherwise(Act.STALL);
            CompletableFuture<Throwable> interrupted = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual()
                    .start(() ->
                            interrupted.complete(assertThrows(Exception.class, () -> client.get(server.uri("/")))));
            while (server.awaitRequest() < 3) {}
            thread.interrupt();
            assertInstanceOf(InterruptedException.class, interrupted.get(5, TimeUnit.SECONDS));
            server.closed(3).get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void tellsACutFromAFarewell() throws Exception {
        String endless = "HTTP/1.1 200 OK\r\n\r\nall of it";
        try (FaultyUpstream server = new FaultyUpstream(Optional.of(good));
                Client client = trusting(good)) {
            server.otherwise(send(endless), Act.FIN);
            assertEquals("all of it", client.get(server.uri("/")));
            server.otherwise(send(endless), Act.RESET);
            client.fails(Failure.MALFORMED_REPLY, "", () -> client.get(server.uri("/")));
            server.otherwise(send(endless), Act.CUT);
            client.fails(Failure.MALFORMED_REPLY, "farewell", () -> client.get(server.uri("/")));
        }
    }

    @Test
    void goesThroughATunnel() throws Exception {
        try (FaultyUpstream server = new FaultyUpstream(Optional.of(good));
                ServerSocket proxy = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> asked.complete(tunnel(proxy, server.port())));
            Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "127.0.0.1:" + proxy.getLocalPort()));
            try (Client client =
                    new Client(HttpUpstream.Settings.DEFAULT.withTls(good).withProxies(proxies))) {
                assertEquals(
                        "ok",
                        client.text(
                                client.request("POST", server.uri("/"), Map.of(), List.of(ByteBuffer.allocate(3)))));
                assertEquals(
                        "CONNECT localhost:" + server.port() + " HTTP/1.1\r\nHost: localhost:" + server.port()
                                + "\r\n\r\n",
                        asked.get());
            }
        }
    }

    private static String tunnel(ServerSocket proxy, int port) {
        try {
            Socket near = proxy.accept();
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) near.getInputStream().read());
            }
            Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
            near.getOutputStream()
                    .write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (Socket from : List.of(near, far)) {
                Socket to = from == near ? far : near;
                Thread.ofVirtual().start(() -> relay(from, to));
            }
            return request.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void relay(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has gone; closing both is all there is to do.
            return;
        }
    }
}
