// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A small HTTP/1.1 server on loopback that can also end badly; one virtual thread a connection. */
final class Loopback implements AutoCloseable {
    private final ServerSocket server;
    private final Function<Asked, Answer> answers;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Loopback(int port, Function<Asked, Answer> answers) {
        this.answers = answers;
        try {
            this.server = new ServerSocket(port, 512, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to accept. */
    void start() {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new BufferedOutputStream(socket.getOutputStream());
            Optional<Asked> asked = read(in, out);
            while (asked.isPresent() && write(answers.apply(asked.get()), in, out)) {
                asked = read(in, out);
            }
        } catch (IOException gone) {
            // The other side has left: there is nobody to tell.
        } finally {
            open.remove(socket);
        }
    }

    private static Optional<Asked> read(InputStream in, OutputStream out) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        String body = new String(body(in, headers), StandardCharsets.UTF_8);
        String[] words = line.split(" ", -1);
        int question = words[1].indexOf('?');
        String path = question < 0 ? words[1] : words[1].substring(0, question);
        String query = question < 0 ? "" : words[1].substring(question + 1);
        return Optional.of(new Asked(words[0], path, query, headers, body));
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        if (!headers.getOrDefault("transfer-encoding", "").contains("chunked")) {
            return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size = Integer.parseInt(line(in), 16);
        while (size > 0) {
            body.write(in.readNBytes(size));
            line(in);
            size = Integer.parseInt(line(in), 16);
        }
        line(in);
        return body.toByteArray();
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

    /** {@return whether the connection may be used again} */
    private static boolean write(Answer answer, InputStream in, OutputStream out) throws IOException {
        if (!answer.streamed() && answer.end() == Answer.End.SILENT) {
            return in.read() > 0;
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Double\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        int length =
                answer.pieces().stream().mapToInt(piece -> utf8(piece).length).sum();
        int promised = answer.end() == Answer.End.CUT ? length + 100 : length;
        head.append(answer.streamed() ? "transfer-encoding: chunked" : "content-length: " + promised);
        out.write(utf8(head.append("\r\n\r\n").toString()));
        pieces(answer, out);
        if (answer.streamed() && answer.end() == Answer.End.WHOLE) {
            out.write(utf8("0\r\n\r\n"));
        }
        out.flush();
        return switch (answer.end()) {
            case WHOLE -> true;
            case CUT -> false;
            case SILENT -> in.read() > 0;
        };
    }

    private static void pieces(Answer answer, OutputStream out) throws IOException {
        for (String piece : answer.pieces()) {
            byte[] bytes = utf8(piece);
            if (answer.streamed()) {
                out.write(utf8(Integer.toHexString(bytes.length) + "\r\n"));
            }
            out.write(bytes);
            out.write(utf8(answer.streamed() ? "\r\n" : ""));
            out.flush();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
