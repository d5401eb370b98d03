// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that leave while their handler waits, in each phase of an answer, orderly and by reset. */
class ClientGoneTest {
    private static final int TRIES = Integer.getInteger("aisbf.guard.tries", 100);
    private static final long ONE_MILLISECOND = Duration.ofMillis(1).toNanos();

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        server = new GuardedServer(GuardedServer.patient());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "before the headers, GET /wait, 0, false",
        "before the headers, GET /wait, 0, true",
        "before the first token, GET /stream, 1, false",
        "before the first token, GET /stream, 1, true",
        "mid-stream, GET /begun, 2, false",
        "mid-stream, GET /begun, 2, true",
        "non-streaming after a body, POST /wait, 0, false",
        "non-streaming after a body, POST /wait, 0, true"
    })
    void interruptsTheHandlerAtOnce(String phase, String request, int events, boolean reset) throws Exception {
        long[] took = new long[TRIES];
        for (int index = 0; index < TRIES; index++) {
            Wire wire = server.wire();
            String body = request.startsWith("POST") ? "Content-Length: 3\r\n\r\nabc" : "\r\n";
            wire.send(request + " HTTP/1.1\r\nHost: x\r\n" + body);
            assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS), phase);
            if (events > 0) {
                wire.head();
                wire.line();
            }
            long from = System.nanoTime();
            if (reset) {
                wire.reset();
            } else {
                wire.fin();
            }
            assertEquals("gone", server.events.poll(30, TimeUnit.SECONDS), phase);
            took[index] = System.nanoTime() - from;
        }
        Arrays.sort(took);
        long median = took[TRIES / 2];
        System.getLogger(ClientGoneTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        phase + (reset ? " RST" : " FIN") + " microseconds: median " + median / 1000 + ", most "
                                + took[TRIES - 1] / 1000);
        // In the middle: a busy machine may hold up any one of them, and did.
        assertTrue(median <= 50 * ONE_MILLISECOND, phase + ": half took " + median / ONE_MILLISECOND + " ms or more");
    }

    @Test
    void noticesAClientThatLeavesBehindAPipelinedRequest() throws Exception {
        Wire wire = server.wire();
        wire.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\nGET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
        assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
        wire.reset();
        assertEquals("gone", server.events.poll(30, TimeUnit.SECONDS));
        awaitNoConnection();
        assertTrue(server.events.isEmpty(), "the second request of a client that left was served");
    }

    @Test
    void takesHalfCloseForLeavingByDefault() throws Exception {
        try (Wire wire = server.wire()) {
            wire.get("/wait").finish();
            assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
            assertEquals("gone", server.events.poll(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void answersAHalfClosedClientWhenToldTo() throws Exception {
        GuardSettings d = GuardSettings.defaults();
        GuardSettings keeps = new GuardSettings(
                d.headerTimeout(),
                d.idleTimeout(),
                d.bodyTimeout(),
                d.bodyGrace(),
                d.minimumBodyRate(),
                d.writeTimeout(),
                d.linger(),
                d.maximumConnections(),
                d.maximumHeadBytes(),
                true);
        try (GuardedServer lenient = new GuardedServer(keeps);
                Wire wire = lenient.wire()) {
            wire.get("/finish").finish();
            assertNotNull(lenient.events.poll(30, TimeUnit.SECONDS));
            lenient.release.countDown();
            assertEquals("firstlast", wire.answer().text());
        }
    }

    @Test
    void abortsAStreamWithoutAnEnd() throws Exception {
        try (Wire wire = server.wire()) {
            wire.get("/abort");
            assertThrows(EOFException.class, wire::answer);
        }
    }

    @Test
    void leavesNoConnectionBehind() throws Exception {
        awaitNoConnection();
        assertEquals(0, server.guard.open());
    }

    /** A poll on a state nobody announces; ends with the connection's thread, which is about to. */
    private static void awaitNoConnection() throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (server.guard.open() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
