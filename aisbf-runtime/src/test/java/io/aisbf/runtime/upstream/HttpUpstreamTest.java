// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import static io.aisbf.runtime.upstream.FaultyUpstream.reply;
import static io.aisbf.runtime.upstream.FaultyUpstream.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream.Reply;
import io.aisbf.runtime.upstream.FaultyUpstream.Act;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests as they go out, reuse of connections, and the stale keep-alive race. */
@Timeout(30)
class HttpUpstreamTest {
    private final FaultyUpstream server = new FaultyUpstream();
    private final Client client = new Client();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void writesARequestAsHttpWantsIt() throws Exception {
        client.post(
                server.uri("/v1/chat?x=%2F"),
                Map.of("Authorization", "Bearer k", "Connection", "X-Hop", "X-Hop", "1"),
                "hello");

        String request = server.requests().getFirst();
        assertTrue(
                request.startsWith("POST /v1/chat?x=%2F HTTP/1.1\r\nHost: localhost:" + server.port()
                        + "\r\nContent-Length: 5\r\n"),
                request);
        assertTrue(request.endsWith("\r\n\r\nhello"), request);
        assertTrue(request.contains("\r\nAuthorization: Bearer k\r\n"), request);
        assertTrue(request.contains("\r\nAccept-Encoding: identity\r\n"), request);
        assertFalse(request.contains("X-Hop"), request);
        assertFalse(request.contains("Transfer-Encoding"), request);
    }

    @Test
    void sendsSlicesInOrderAndLeavesTheCallersBuffersAlone() throws Exception {
        ByteBuffer large = ByteBuffer.wrap("x".repeat(300_000).getBytes(StandardCharsets.US_ASCII));
        List<ByteBuffer> body = List.of(
                ByteBuffer.wrap("<".getBytes(StandardCharsets.US_ASCII)),
                large,
                ByteBuffer.allocate(0),
                ByteBuffer.wrap(">".getBytes(StandardCharsets.US_ASCII)));

        client.text(client.request("POST", server.uri("/"), Map.of(), body));

        assertTrue(server.requests().getFirst().endsWith("\r\n\r\n<" + "x".repeat(300_000) + ">"));
        assertEquals(300_000, large.remaining());
    }

    @Test
    void refusesWhatWouldSmuggleHeadersOrPaths() {
        URI plain = server.uri("/");
        for (Map<String, String> headers : List.of(
                Map.of("X", "a\r\nY: b"),
                Map.of("X", "a\nb"),
                Map.of("X", "a\0"),
                Map.of("X\r\nY", "a"),
                Map.of("X Y", "a"),
                Map.of("", "a"),
                Map.of("X", "\u20ac"))) {
            assertThrows(IllegalArgumentException.class, () -> client.post(plain, headers, ""));
        }
        for (String path : List.of("/models/../files", "/models/%2e%2E/files", "/a/.", "/./a")) {
            assertThrows(IllegalArgumentException.class, () -> client.post(server.uri(path), Map.of(), ""));
        }
        for (String address : List.of("ftp://localhost/", "/x", "http:///x", "http://user:secret@localhost/")) {
            assertThrows(IllegalArgumentException.class, () -> client.post(URI.create(address), Map.of(), ""));
        }
        assertEquals(0, server.connections());
    }

    @Test
    void keepsAConnectionThatWasReadToItsEnd() throws Exception {
        server.on(2, send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"));
        server.on(3, send("HTTP/1.1 204 No Content\r\n\r\n"));
        for (int i = 0; i < 4; i++) {
            assertEquals(i == 2 ? "" : "ok", client.get(server.uri("/" + i)));
        }
        assertEquals(1, server.connections());
        assertEquals(1, client.http().idleConnections());
    }

    @Test
    void doesNotKeepAConnectionThatWasClosedEarly() throws Exception {
        server.on(1, send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r"), send("\n"));
        try (Reply reply = client.open(server.uri("/"))) {
            assertEquals('o', reply.body().read());
        }
        client.get(server.uri("/"));
        assertEquals(2, server.connections());
        server.closed(1).get(5, TimeUnit.SECONDS);
    }

    @Test
    void doesNotKeepAConnectionThatIsToBeClosedOrHoldsMoreThanTheAnswer() throws Exception {
        List<String> answers = List.of(
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n",
                "HTTP/1.1 204 OK\r\nContent-Length: 2\r\n\r\n");
        for (String answer : answers) {
            server.otherwise(send(answer));
            assertEquals(answer.contains("204") ? "" : "ok", client.get(server.uri("/")));
            assertEquals(0, client.http().idleConnections(), answer);
        }
        assertEquals(answers.size(), server.connections());
    }

    @Test
    void forgetsConnectionsThatAreTooOldOrIdleForTooLong() throws Exception {
        server.on(3, send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 2\r\n\r\nok"));
        client.get(server.uri("/"));
        client.advance(Duration.ofSeconds(59));
        client.get(server.uri("/"));
        assertEquals(1, server.connections());
        client.advance(Duration.ofSeconds(60));
        client.get(server.uri("/"));
        assertEquals(2, server.connections());
        client.advance(Duration.ofSeconds(4));
        client.get(server.uri("/"));
        assertEquals(3, server.connections());
        for (int i = 0; i < 80; i++) {
            client.advance(Duration.ofSeconds(50));
            client.get(server.uri("/"));
        }
        assertEquals(4, server.connections());
    }

    @Test
    void noticesThatTheServerClosedAnIdleConnection() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        server.on(1, reply(200, "one"), new FaultyUpstream.Wait(closing), Act.FIN);
        assertEquals("one", client.get(server.uri("/")));
        closing.countDown();
        server.closed(1).get(5, TimeUnit.SECONDS);

        assertEquals("ok", client.get(server.uri("/")));
        assertEquals(2, server.connections());
        assertEquals(2, server.requests().size());
    }

    @Test
    void sendsOnceMoreWhenAReusedConnectionClosesWithoutAByte() throws Exception {
        for (Act end : List.of(Act.FIN, Act.RESET)) {
            int before = server.requests().size();
            server.on(before + 2, end);
            assertEquals("ok", client.get(server.uri("/")));
            assertEquals("ok", client.post(server.uri("/second"), Map.of(), "body"));

            List<String> requests = server.requests();
            assertEquals(before + 3, requests.size(), "sent twice, not more");
            assertEquals(requests.get(before + 1), requests.get(before + 2));
        }
    }

    @Test
    void doesNotSendASecondTimeWhatAFreshConnectionRefused() {
        server.otherwise(Act.FIN);
        client.fails(Failure.MALFORMED_REPLY, "without an answer", () -> client.get(server.uri("/")));
        assertEquals(1, server.requests().size());
    }

    @Test
    void sendsOnceMoreAndNeverTwice() throws Exception {
        client.get(server.uri("/"));
        server.otherwise(Act.FIN);
        client.fails(Failure.MALFORMED_REPLY, "without an answer", () -> client.get(server.uri("/")));
        assertEquals(3, server.requests().size());
    }

    @Test
    void doesNotSendAgainOnceAByteOfTheAnswerCame() throws Exception {
        client.get(server.uri("/"));
        for (String start : List.of("H", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) {
            server.otherwise(reply(200, "ok"));
            client.get(server.uri("/"));
            int before = server.requests().size();
            server.otherwise(send(start), Act.FIN);
            client.fails(Failure.MALFORMED_REPLY, "", () -> client.get(server.uri("/")));
            assertEquals(before + 1, server.requests().size(), start);
        }
    }

    @Test
    void takesTheAnswerOfAServerThatStoppedReading() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseHalfway(rude));
            URI uri = URI.create("http://127.0.0.1:" + rude.getLocalPort() + "/");
            ByteBuffer huge = ByteBuffer.allocate(64 << 20);
            try (Reply reply =
                    client.http().send(client.request("POST", uri, Map.of(), List.of(huge)), client.call())) {
                assertEquals(413, reply.status());
                assertEquals("large", new String(reply.body().readAllBytes(), StandardCharsets.US_ASCII));
            }
            assertEquals(0, client.http().idleConnections());
        }
    }

    private static void refuseHalfway(ServerSocket rude) {
        try (Socket socket = rude.accept()) {
            // Small enough that the answer arrives while the client still writes.
            socket.getInputStream().readNBytes(1000);
            socket.getOutputStream()
                    .write("HTTP/1.1 413 Large\r\nContent-Length: 5\r\n\r\nlarge".getBytes(StandardCharsets.US_ASCII));
            // Closing with bytes unread resets the connection, as servers do that do not linger.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsWhatCanBeReadWithoutWaiting() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        server.on(
                1,
                send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n4\r\ngh"),
                new FaultyUpstream.Wait(rest),
                send("ij\r\n0\r\n\r\n"));
        try (Reply reply = client.open(server.uri("/"))) {
            InputStream body = reply.body();
            assertEquals('a', body.read());
            assertEquals(2, body.available());
            assertEquals("bc", new String(body.readNBytes(2), StandardCharsets.US_ASCII));
            assertEquals(3, body.available());
            assertEquals(5, body.read(new byte[100]));
            assertEquals(0, body.available());
            rest.countDown();
            assertEquals("ij", new String(body.readAllBytes(), StandardCharsets.US_ASCII));
            assertTrue(reply.delimited());
        }
        assertEquals(1, client.http().idleConnections());
    }

    @Test
    void goesThroughAProxy() throws Exception {
        Proxies proxies = Proxies.of(
                Map.of("http_proxy", "http://u:p@localhost:" + server.port(), "no_proxy", "x.test,.y.test:90"));
        try (HttpUpstream http =
                        new HttpUpstream(HttpUpstream.Settings.DEFAULT.withProxies(proxies), System::nanoTime);
                Reply reply = http.send(
                        client.request("GET", URI.create("http://no.such.host.test/a"), Map.of(), List.of()),
                        client.call())) {
            assertEquals(200, reply.status());
        }
        String request = server.requests().getFirst();
        assertTrue(
                request.startsWith("GET http://no.such.host.test/a HTTP/1.1\r\nHost: no.such.host.test\r\n"), request);
        assertTrue(request.contains("Proxy-Authorization: Basic dTpw\r\n"), request);
        assertEquals(Optional.empty(), proxies.on(Origin.of(URI.create("http://a.x.test/"))));
        assertEquals(Optional.empty(), proxies.on(Origin.of(URI.create("http://y.test:90/"))));
        assertTrue(proxies.on(Origin.of(URI.create("http://y.test/"))).isPresent());
    }
}
