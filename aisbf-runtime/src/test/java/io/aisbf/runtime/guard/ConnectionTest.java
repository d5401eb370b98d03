// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must stay as it is without a guard: keep-alive, pipelining, uploads, interim answers, stopping. */
@Timeout(120)
class ConnectionTest {
    private static final int LARGE = 8 * 1024 * 1024 + 17;

    @Test
    void servesAThousandRequestsOnOneConnection() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            for (int index = 0; index < 1000; index++) {
                byte[] body = ("request " + index).getBytes(StandardCharsets.UTF_8);
                assertArrayEquals(body, wire.post("/echo", body).answer().body());
            }
            assertEquals(1, server.guard.open());
        }
    }

    @Test
    void closesBehindTheAnswerWhenTheClientAsksForIt() throws Exception {
        for (String options : List.of("close", "Close", "te , close")) {
            try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                    Wire wire = server.wire()) {
                wire.send("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: " + options + "\r\n\r\n");
                assertEquals("hello", wire.answer().text());
                assertTrue(wire.closedByServer());
            }
        }
    }

    @Test
    void servesPipelinedRequestsInOrder() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            StringBuilder all = new StringBuilder();
            for (int index = 0; index < 200; index++) {
                String body = "body " + index;
                String head = "POST /echo HTTP/1.1\r\nHost: x\r\n";
                all.append(head)
                        .append(
                                index % 2 == 0
                                        ? "Content-Length: " + body.length() + "\r\n\r\n" + body
                                        : "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                                                + ";x=y\r\n" + body + "\r\n0\r\n\r\n");
            }
            wire.send(all.toString());
            for (int index = 0; index < 200; index++) {
                assertEquals("body " + index, wire.answer().text());
            }
        }
    }

    @Test
    void servesARequestSentWhileTheFirstIsWatched() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            wire.get("/finish");
            assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
            wire.post("/echo", new byte[100_000]);
            server.release.countDown();
            assertEquals("firstlast", wire.answer().text());
            assertEquals(100_000, wire.answer().body().length);
        }
    }

    @Test
    void takesALargeSizedBodyInPiecesOfAnySize() throws Exception {
        byte[] body = random(LARGE);
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            String head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + LARGE + "\r\n\r\n";
            Thread sender = sending(wire, join(head.getBytes(StandardCharsets.US_ASCII), body));
            assertArrayEquals(body, wire.answer().body());
            sender.join();
            assertEquals("hello", wire.get("/hello").answer().text());
        }
    }

    @Test
    void takesALargeChunkedBodyInPiecesOfAnySize() throws Exception {
        byte[] body = random(LARGE);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        Random random = new Random(7);
        for (int at = 0; at < LARGE; ) {
            int size = Math.min(LARGE - at, 1 + random.nextInt(random.nextInt(10) == 0 ? 300_000 : 2_000));
            all.writeBytes((Integer.toHexString(size) + ";n=\"v\"\r\n").getBytes(StandardCharsets.US_ASCII));
            all.write(body, at, size);
            all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
            at += size;
        }
        all.writeBytes("0\r\nSum: 1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            Thread sender = sending(wire, all.toByteArray());
            assertArrayEquals(body, wire.answer().body());
            sender.join();
            assertEquals("hello", wire.get("/hello").answer().text());
        }
    }

    @Test
    void drainsABodyThatTheHandlerIgnores() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            assertEquals(
                    "ignored", wire.post("/ignore", new byte[300_000]).answer().text());
            assertEquals("hello", wire.get("/hello").answer().text());
        }
    }

    @Test
    void sendsContinueBeforeItReads() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(100, wire.answer().status());
            assertEquals("abc", wire.send("abc").answer().text());
        }
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            wire.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(wire.head().startsWith("HTTP/1.1 200"));
            assertEquals("hello", wire.get("/hello").answer().text());
        }
    }

    @Test
    void refusesABodyCutShort() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.patient());
                Wire wire = server.wire()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
            wire.finish();
            Wire.Answer answer = wire.answer();
            assertEquals(400, answer.status());
            assertTrue(answer.text().contains("after 3 of 9 bytes"), answer.text());
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void letsAClientReadThatItsBodyIsTooLarge() throws Exception {
        try (GuardedServer server = new GuardedServer(
                                GuardedServer.patient(), builder -> builder.maxPayloadSize(100_000))
                        .stopClock();
                Wire wire = server.wire()) {
            // The clock stands still, so that the server listens on for as long as the client takes to send all that.
            wire.post("/echo", new byte[1_000_000]);
            assertEquals(413, wire.answer().status());
        }
    }

    @Test
    void refusesTheConnectionOverTheCap() throws Exception {
        Duration long30 = Duration.ofSeconds(30);
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(long30, long30, long30, 2));
                Wire first = server.wire();
                Wire second = server.wire()) {
            assertEquals("hello", first.get("/hello").answer().text());
            assertEquals("hello", second.get("/hello").answer().text());
            try (Wire third = server.wire()) {
                Wire.Answer answer = third.answer();
                assertEquals(503, answer.status());
                assertTrue(answer.head().contains("Retry-After: 1"), answer.head());
                assertTrue(third.closedByServer());
            }
            assertEquals(2, server.guard.open());
            first.fin();
            awaitOpen(server, 1);
            try (Wire third = server.wire()) {
                assertEquals("hello", third.get("/hello").answer().text());
            }
        }
    }

    @Test
    void letsAStreamFinishWhenStoppedAndDoesNotWaitForIdleConnections() throws Exception {
        GuardedServer server = new GuardedServer(
                GuardedServer.patient(), builder -> builder.shutdownGracePeriod(Duration.ofMinutes(2)));
        try (server;
                Wire idle = server.wire();
                Wire silent = server.wire();
                Wire stream = server.wire()) {
            assertEquals("hello", idle.get("/hello").answer().text());
            stream.get("/finish");
            assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
            awaitOpen(server, 3);
            long from = System.nanoTime();
            Thread stop = Thread.ofPlatform().start(server.server::stop);
            assertTrue(idle.closedByServer());
            assertTrue(silent.closedByServer());
            server.release.countDown();
            assertEquals("firstlast", stream.answer().text());
            stop.join();
            assertTrue(System.nanoTime() - from < Duration.ofMinutes(1).toNanos(), "the stop waited for nothing");
        }
    }

    private static void awaitOpen(GuardedServer server, int count) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.guard.open() != count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertEquals(count, server.guard.open());
    }

    private static Thread sending(Wire wire, byte[] all) {
        return Thread.ofVirtual().start(() -> {
            Random random = new Random(11);
            try {
                for (int at = 0; at < all.length; ) {
                    int size = Math.min(all.length - at, 1 + random.nextInt(random.nextInt(3) == 0 ? 20_000 : 500));
                    wire.send(Arrays.copyOfRange(all, at, at + size));
                    at += size;
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
