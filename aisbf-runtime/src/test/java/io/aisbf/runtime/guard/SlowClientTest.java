// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that hold a connection by doing nothing or next to nothing, against deadlines of a fraction of a second. */
@Timeout(60)
class SlowClientTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void closesASilentConnection() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(SHORT, LONG, LONG, 10));
                Wire wire = server.wire()) {
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void answersASlowHeadWith408() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(SHORT, LONG, LONG, 10)).stopClock();
                Wire wire = server.wire()) {
            wire.send("POST /echo HTTP/1.1\r\nHo");
            goesOnOnceItHasRead(server);
            Wire.Answer answer = wire.answer();
            assertEquals(408, answer.status());
            assertTrue(answer.text().contains("head came too slowly"), answer.text());
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void closesAHeadThatTricklesForEver() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(SHORT, LONG, LONG, 10)).stopClock();
                Wire wire = server.wire()) {
            Thread trickle = Thread.ofVirtual().start(() -> trickle(wire, "GET / HTTP/1.1\r\nA: ", "a"));
            goesOnOnceItHasRead(server);
            assertEquals(408, wire.answer().status());
            trickle.join();
        }
    }

    @Test
    void closesAnIdleConnectionWithoutAWord() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(LONG, SHORT, LONG, 10));
                Wire wire = server.wire()) {
            assertEquals("hello", wire.get("/hello").answer().text());
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void answersASlowBodyWith408AndTellsTheHandler() throws Exception {
        for (String framing : List.of("Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nab")) {
            try (GuardedServer server = new GuardedServer(GuardedServer.settings(LONG, LONG, SHORT, 10));
                    Wire wire = server.wire()) {
                Wire.Answer answer = wire.send("POST /echo HTTP/1.1\r\nHost: x\r\n" + framing)
                        .answer();
                assertEquals(408, answer.status());
                assertTrue(answer.text().contains("body came too slowly"), answer.text());
                assertTrue(wire.closedByServer(), "a second answer, or an open connection");
                assertEquals("refused 408 answered", server.events.poll(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void closesABodyThatTrickles() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(LONG, LONG, SHORT, 10));
                Wire wire = server.wire()) {
            String head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";
            Thread trickle = Thread.ofVirtual().start(() -> trickle(wire, head, "a"));
            assertEquals(408, wire.answer().status());
            trickle.join();
        }
    }

    @Test
    void closesAClientThatWaitsForContinueAndNeverSends() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(LONG, LONG, SHORT, 10)).stopClock();
                Wire wire = server.wire()) {
            wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n");
            assertEquals(100, wire.answer().status());
            server.goOn();
            assertEquals(408, wire.answer().status());
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void releasesTheHandlerOfAClientThatDoesNotRead() throws Exception {
        try (GuardedServer server = new GuardedServer(GuardedServer.settings(LONG, LONG, SHORT, 10));
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
            Wire wire = new Wire(socket);
            wire.get("/flood");
            assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
            List<String> rest = List.of(
                    String.valueOf(server.events.poll(30, TimeUnit.SECONDS)),
                    String.valueOf(server.events.poll(30, TimeUnit.SECONDS)));
            assertTrue(rest.containsAll(List.of("gone", "failed")), rest.toString());
        }
    }

    /**
     * Lets time pass when something was read, and not before: a connection of which nothing was heard until its deadline
     * is closed without a word.
     */
    private static void goesOnOnceItHasRead(GuardedServer server) {
        long end = System.nanoTime() + LONG.toNanos();
        while (server.guard.received() == 0) {
            assertTrue(System.nanoTime() < end, "the server reads nothing");
            Thread.onSpinWait();
        }
        server.goOn();
    }

    /** Sends on until the connection is gone, a piece every few milliseconds. */
    private static void trickle(Wire wire, String head, String piece) {
        try {
            wire.send(head);
            while (true) {
                wire.send(piece);
                // The pace is the subject of the test: nothing is waited for.
                Thread.sleep(5);
            }
        } catch (IOException | InterruptedException e) {
            // The server has closed: what the test wants.
            Thread.currentThread().interrupt();
        }
    }
}
