// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A client that sends what it is told, byte for byte, and shows what came back, byte for byte; strings hold one byte a
 * character. For one thread.
 */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();

    RawClient(URI address) throws IOException {
        this(address, PATIENCE_MILLIS);
    }

    /** One that waits for each piece of the answer that many milliseconds. */
    RawClient(URI address, int patienceMillis) throws IOException {
        socket = new Socket(address.getHost(), address.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(patienceMillis);
    }

    /** What came back, and whether it came whole. */
    record Answer(String raw) {
        int status() {
            return raw.startsWith("HTTP/1.1 ") ? Integer.parseInt(raw.substring(9, 12)) : 0;
        }

        Optional<String> header(String name) {
            for (String line : head().split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                    return Optional.of(line.substring(name.length() + 1).strip());
                }
            }
            return Optional.empty();
        }

        /** The body as text; of a chunked one as much as came. */
        String body() {
            int end = raw.indexOf("\r\n\r\n");
            String body = end < 0 ? "" : raw.substring(end + 4);
            return new String(
                    (chunked() ? joined(body) : body).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }

        /** Whether HTTP says that nothing is missing. */
        boolean complete() {
            if (chunked()) {
                return raw.endsWith("\r\n0\r\n\r\n");
            }
            int length = raw.length() - raw.indexOf("\r\n\r\n") - 4;
            return header("content-length").map(Integer::parseInt).orElse(-1) == length;
        }

        private boolean chunked() {
            return header("transfer-encoding").isPresent();
        }

        private String head() {
            int end = raw.indexOf("\r\n\r\n");
            return end < 0 ? raw : raw.substring(0, end);
        }

        private static String joined(String chunks) {
            StringBuilder whole = new StringBuilder();
            int at = 0;
            int line = chunks.indexOf("\r\n");
            while (line >= 0) {
                int size = Integer.parseInt(chunks.substring(at, line), 16);
                whole.append(chunks, Math.min(line + 2, chunks.length()), Math.min(line + 2 + size, chunks.length()));
                at = line + 2 + size + 2;
                line = at < chunks.length() ? chunks.indexOf("\r\n", at) : -1;
            }
            return whole.toString();
        }
    }

    /** A POST of JSON to the chat endpoint. */
    static String chat(String json) {
        return post("/v1/chat/completions", json);
    }

    /** A POST of JSON, in UTF-8. */
    static String post(String path, String json, String... headers) {
        String body = RawUpstream.bytes(json);
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + more
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The body of a question to a model of the provider {@code up}. */
    static String question(String model, boolean stream) {
        return "{\"model\":\"up/" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /** Sends a request that is the last of its connection and reads all that comes back. */
    static Answer exchange(URI address, String request) throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
            return new Answer(client.readToEnd());
        }
    }

    void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads until that was received. */
    void readUntil(String wanted) throws IOException {
        while (received.indexOf(wanted) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the gateway closed before '" + wanted + "' came; it sent:\n" + received);
            }
            received.append((char) next);
        }
    }

    /** Forgets what was received, before the next request on the connection. */
    void forget() {
        received.setLength(0);
    }

    /** Reads until the gateway closes or resets the connection, no longer than its patience lasts. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                rest.write(buffer, 0, count);
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("the gateway neither answered nor closed; it sent:\n" + received + rest, e);
        } catch (IOException reset) {
            // A reset ends an answer too, abruptly.
        }
        return received + rest.toString(StandardCharsets.ISO_8859_1);
    }

    /** Leaves in order. */
    void fin() throws IOException {
        socket.close();
    }

    /** Leaves with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
