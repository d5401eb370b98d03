// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What real clients do on the wire besides plain requests. */
@Timeout(60)
class WireOdditiesTest {
    private static final String ECHO = "{\"model\":\"p/echo\",\"say\":\"hello\"}";

    private final Door door = new Door(Door::echo, false, Duration.ZERO, new PlainFormat());

    @AfterEach
    void close() {
        door.close();
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + door.port() + "/plain"))
                .header("content-type", "application/json; charset=utf-8");
    }

    /** By default it asks for HTTP/2 on each cleartext connection, body and all. */
    @Test
    void answersTheJdksOwnClientThatAsksForAnUpgrade() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(
                        request().POST(BodyPublishers.ofString(ECHO)).build(), BodyHandlers.ofString());
                assertEquals(200, answer.statusCode());
                assertEquals("hello", answer.body());
                assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
            }
        }
    }

    @Test
    void answersAnUpgradeRequestOverHttp11() throws IOException {
        String settings = "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n";
        String answer = door.ask("POST /plain", "Upgrade: h2c\r\n" + settings, ECHO);
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("hello"), answer);
    }

    /** With the connection header as the JDK sends it, and a second request behind it. */
    @Test
    void goesOnWithTheConnectionOfAnUpgradeRequest() throws IOException {
        String head = "POST /plain HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + ECHO.length() + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(30_000);
            String both =
                    head + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n\r\n"
                            + ECHO + head + "Connection: close\r\n\r\n" + ECHO;
            socket.getOutputStream().write(both.getBytes(StandardCharsets.UTF_8));
            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(3, answers.split("HTTP/1.1 200", -1).length, answers);
            assertEquals(3, answers.split("hello", -1).length, answers);
        }
    }

    @Test
    void letsAClientGoOnThatWaitsForLeaveToSendItsBody() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest asking = request()
                    .expectContinue(true)
                    .POST(BodyPublishers.ofString(ECHO))
                    .build();
            assertEquals("hello", client.send(asking, BodyHandlers.ofString()).body());
        }
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(30_000);
            String head = "POST /plain HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\n"
                    + "Content-Length: " + ECHO.length() + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            String leave = "HTTP/1.1 100 Continue\r\n\r\n";
            assertEquals(leave, new String(in.readNBytes(leave.length()), StandardCharsets.UTF_8));
            socket.getOutputStream().write(ECHO.getBytes(StandardCharsets.UTF_8));
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("hello"), answer);
        }
    }

    @Test
    void takesBodiesOfTwentyMegabytesWithAndWithoutALength() throws Exception {
        String media = "A".repeat(20 << 20);
        byte[] body = ("{\"model\":\"p/echo\",\"image\":\"" + media + "\",\"say\":\"seen\"}")
                .getBytes(StandardCharsets.UTF_8);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest known = request().POST(BodyPublishers.ofByteArray(body)).build();
            assertEquals("seen", client.send(known, BodyHandlers.ofString()).body());
            HttpRequest chunked = request()
                    .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))
                    .build();
            assertEquals("seen", client.send(chunked, BodyHandlers.ofString()).body());
        }
    }
}
