// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same promises on an encrypted connection. */
@Timeout(60)
class TlsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void makeKeys() throws Exception {
        Path store = folder.resolve("keys.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        context = context(store);
    }

    @Test
    void servesRequestsAndLargeBodies() throws Exception {
        byte[] body = new byte[2_000_000];
        body[1_999_999] = 7;
        try (GuardedServer server = server(GuardedServer.patient());
                Wire wire = wire(server)) {
            for (int index = 0; index < 100; index++) {
                assertEquals("hello", wire.get("/hello").answer().text());
            }
            Thread sender = Thread.ofVirtual().start(() -> post(wire, body));
            assertArrayEquals(body, wire.answer().body());
            sender.join();
        }
    }

    @Test
    void noticesAClientThatLeaves() throws Exception {
        try (GuardedServer server = server(GuardedServer.patient())) {
            for (int index = 0; index < 20; index++) {
                Wire wire = wire(server);
                wire.get("/begun");
                assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
                wire.fin();
                assertEquals("gone", server.events.poll(30, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void closesAClientThatNeverShakesHands() throws Exception {
        try (GuardedServer server = server(GuardedServer.settings(SHORT, LONG, LONG, 10));
                Wire wire = server.wire()) {
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void closesAClientThatStopsAmidTheHandshake() throws Exception {
        try (GuardedServer server =
                        server(GuardedServer.settings(SHORT, LONG, LONG, 10)).stopClock();
                Wire wire = server.wire()) {
            wire.send("\u0016\u0003\u0001\u0002\u0000\u0001\u0000");
            server.goOn();
            // TLS may say its own goodbye first: a short alert.
            assertTrue(wire.untilClosed() < 100);
        }
    }

    @Test
    void answersASlowBodyWith408() throws Exception {
        try (GuardedServer server = server(GuardedServer.settings(LONG, LONG, SHORT, 10));
                Wire wire = wire(server)) {
            wire.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
            assertEquals(408, wire.answer().status());
            assertTrue(wire.closedByServer());
        }
    }

    @Test
    void releasesTheHandlerOfAClientThatDoesNotRead() throws Exception {
        try (GuardedServer server = server(GuardedServer.settings(LONG, LONG, SHORT, 10));
                Wire wire = wire(server)) {
            wire.get("/flood");
            assertEquals("waiting", server.events.poll(30, TimeUnit.SECONDS));
            List<String> rest = List.of(
                    String.valueOf(server.events.poll(30, TimeUnit.SECONDS)),
                    String.valueOf(server.events.poll(30, TimeUnit.SECONDS)));
            assertTrue(rest.containsAll(List.of("gone", "failed")), rest.toString());
        }
    }

    private static GuardedServer server(GuardSettings settings) {
        return new GuardedServer(settings, builder -> builder.tls(tls -> tls.sslContext(context)));
    }

    private static Wire wire(GuardedServer server) throws IOException {
        return new Wire(context.getSocketFactory().createSocket("127.0.0.1", server.port()));
    }

    private static void post(Wire wire, byte[] body) {
        try {
            wire.post("/echo", body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext made = SSLContext.getInstance("TLS");
        made.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return made;
    }
}
