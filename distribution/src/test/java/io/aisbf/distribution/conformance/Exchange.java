// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import io.aisbf.distribution.conformance.client.Client;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Posts to the gateway; a few at a time. */
final class Exchange {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore free = new Semaphore(8);
    private final URI gateway;

    Exchange(URI gateway) {
        this.gateway = gateway;
    }

    /** An answer of the gateway. */
    record Reply(int status, String contentType, String lossy, String body, HttpHeaders headers) {}

    /** An answer as far as it came, by which name, and whether the connection was cut instead of ended. */
    record Torn(int status, String requestId, String body, boolean cut) {}

    /** Posts, and reads as much as comes; on a socket of its own, for HTTP clients forget what came before a cut. */
    Torn tear(Client.Sending sending) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            byte[] body = sending.body().toString().getBytes(StandardCharsets.UTF_8);
            StringBuilder head = new StringBuilder("POST " + sending.path() + " HTTP/1.1\r\nhost: localhost\r\n");
            head.append("content-type: application/json\r\ncontent-length: ").append(body.length);
            sending.headers()
                    .forEach((name, value) ->
                            head.append("\r\n").append(name).append(": ").append(value));
            socket.getOutputStream().write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return torn(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static Torn torn(InputStream in) throws IOException {
        int status = Integer.parseInt(line(in).split(" ", -1)[1]);
        String requestId = "";
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("request-id: ")) {
                requestId = header.substring("request-id: ".length());
            }
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        boolean whole = false;
        try {
            String size = line(in);
            while (!size.isEmpty() && !size.equals("0")) {
                read.write(in.readNBytes(Integer.parseInt(size, 16)));
                line(in);
                size = line(in);
            }
            whole = size.equals("0");
        } catch (SocketException reset) {
            // A reset is a cut like any other.
        }
        return new Torn(status, requestId, read.toString(StandardCharsets.UTF_8), !whole);
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

    /** Posts. */
    Reply send(Client.Sending sending) throws IOException, InterruptedException {
        HttpRequest.Builder request = asking(sending.path(), sending.headers())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(sending.body().toString()));
        return exchange(request.build());
    }

    /** Gets. */
    Reply get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        return exchange(asking(path, headers).build());
    }

    private HttpRequest.Builder asking(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway + path)).timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private Reply exchange(HttpRequest request) throws IOException, InterruptedException {
        free.acquire();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.headers().firstValue("x-aisbf-lossy").orElse(""),
                    response.body(),
                    response.headers());
        } finally {
            free.release();
        }
    }
}
