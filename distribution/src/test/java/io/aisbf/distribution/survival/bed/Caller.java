// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.conformance.client.Capability;
import io.aisbf.distribution.conformance.client.Client;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the gateway, each call by a connection of its own, and keeps what came and whether it came whole: HTTP libraries
 * forget what came before a cut. Any thread.
 */
public final class Caller {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String QUESTION = "Say hello, as JSON if you like";

    private final URI gateway;
    private final AtomicInteger numbers = new AtomicInteger();

    /** A caller of that gateway. */
    public Caller(URI gateway) {
        this.gateway = gateway;
    }

    /**
     * What came back.
     *
     * @param call the number by which upstreams know the call again
     * @param headers by name in small letters
     * @param complete whether HTTP says that nothing is missing
     * @param first nanoseconds until the status came
     * @param total nanoseconds until nothing more came
     */
    public record Answer(
            int call, int status, Map<String, String> headers, String body, boolean complete, long first, long total) {
        /** {@return a header, empty where it is not there} */
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Asks for a plain text in the protocol of that client. */
    public Answer ask(Client client, String model, boolean stream) throws IOException {
        return ask(client, Capability.TEXT, model, stream);
    }

    /** Asks for something in the protocol of that client. */
    public Answer ask(Client client, Capability capability, String model, boolean stream) throws IOException {
        return ask(numbers.incrementAndGet(), client, capability, model, stream);
    }

    /** Asks under a number of the test's own choosing. */
    public Answer ask(int number, Client client, Capability capability, String model, boolean stream)
            throws IOException {
        Client.Sending sending = client.ask(capability, model, stream).orElseThrow();
        return send(number, sending.path(), sending.headers(), sending.body().toString());
    }

    /** Posts; the question is marked with the number of the call. */
    private Answer send(int number, String path, Map<String, String> headers, String json) throws IOException {
        byte[] body = json.replace(QUESTION, QUESTION + " call-" + number).getBytes(StandardCharsets.UTF_8);
        StringBuilder head =
                new StringBuilder("POST " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
        head.append("content-type: application/json\r\ncontent-length: ").append(body.length);
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        return exchange(number, head.append("\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII), body);
    }

    /** Gets. */
    public Answer get(String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        return exchange(0, head.getBytes(StandardCharsets.US_ASCII), new byte[0]);
    }

    private Answer exchange(int number, byte[] head, byte[] body) throws IOException {
        long start = System.nanoTime();
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.write(head);
            all.write(body);
            socket.getOutputStream().write(all.toByteArray());
            return read(number, start, new BufferedInputStream(socket.getInputStream()));
        }
    }

    private static Answer read(int number, long start, InputStream in) throws IOException {
        String line = line(in);
        long first = System.nanoTime() - start;
        if (!line.startsWith("HTTP/1.1 ")) {
            return new Answer(number, 0, Map.of(), line, false, first, first);
        }
        int status = Integer.parseInt(line.substring(9, 12));
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        boolean complete = headers.containsKey("transfer-encoding") ? chunks(in, read) : rest(in, headers, read);
        return new Answer(
                number,
                status,
                headers,
                read.toString(StandardCharsets.UTF_8),
                complete,
                first,
                System.nanoTime() - start);
    }

    private static boolean chunks(InputStream in, ByteArrayOutputStream into) throws IOException {
        try {
            String size = line(in);
            while (!size.isEmpty() && !size.equals("0")) {
                into.write(in.readNBytes(Integer.parseInt(size, 16)));
                line(in);
                size = line(in);
            }
            return size.equals("0");
        } catch (SocketException reset) {
            // A reset is a cut like any other.
            return false;
        }
    }

    private static boolean rest(InputStream in, Map<String, String> headers, ByteArrayOutputStream into)
            throws IOException {
        int length = Integer.parseInt(headers.getOrDefault("content-length", "-1"));
        into.write(in.readAllBytes());
        return length == into.size();
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
}
