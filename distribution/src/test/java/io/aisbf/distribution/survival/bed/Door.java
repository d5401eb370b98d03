// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A place where no upstream can be reached, each kind in its own way. Any thread. */
final class Door implements AutoCloseable {
    /** So many in a row have to be kept waiting for so long, for the queue to be full. */
    private static final int KEPT_OUT = 2;

    private static final int FILLING_MILLIS = 150;
    private static final String SECRET = "changeit";

    private final Kind kind;
    private final List<AutoCloseable> held = new ArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger visits = new AtomicInteger();
    private final int port;

    Door(Kind kind) {
        this.kind = kind;
        try {
            this.port = switch (kind) {
                case REFUSE -> bound();
                case CONNECT_STALL -> full();
                default -> listening();
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it cannot be passed. */
    public enum Kind {
        /** Nobody listens. */
        REFUSE,
        /** Somebody listens and has no room for one more connection. */
        CONNECT_STALL,
        /** Where TLS is expected, somebody speaks plain HTTP. */
        TLS_GARBAGE,
        /** The connection is reset in the middle of the handshake. */
        TLS_RESET,
        /** The handshake is never answered. */
        TLS_STALL,
        /** The certificate is nobody's that is trusted, and out of date. */
        TLS_UNTRUSTED
    }

    /** {@return where a provider has to look for it} */
    String endpoint() {
        boolean plain = kind == Kind.REFUSE || kind == Kind.CONNECT_STALL;
        return (plain ? "http" : "https") + "://127.0.0.1:" + port + "/v1";
    }

    /** {@return how many connections came about} */
    int visits() {
        return visits.get();
    }

    @Override
    public void close() {
        try {
            for (AutoCloseable one : held) {
                one.close();
            }
            for (Socket socket : open) {
                socket.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A port that is taken and where nobody listens: refused for as long as this lives. */
    private int bound() throws IOException {
        Socket socket = new Socket();
        held.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return socket.getLocalPort();
    }

    /** The kernel drops what comes once the queue of connections that nobody accepts is full. */
    private int full() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(server);
        int kept = 0;
        while (kept < KEPT_OUT) {
            Socket filler = new Socket();
            held.add(filler);
            kept = fills(filler, server) ? 0 : kept + 1;
        }
        return server.getLocalPort();
    }

    /** Whether there was room for one more. */
    private static boolean fills(Socket filler, ServerSocket server) throws IOException {
        try {
            filler.connect(server.getLocalSocketAddress(), FILLING_MILLIS);
            return true;
        } catch (SocketTimeoutException full) {
            return false;
        }
    }

    private int listening() throws IOException {
        ServerSocket server = kind == Kind.TLS_UNTRUSTED
                ? untrusted().getServerSocketFactory().createServerSocket(0, 64, InetAddress.getLoopbackAddress())
                : new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        held.add(server);
        Thread.ofVirtual().start(() -> accept(server));
        return server.getLocalPort();
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                visits.incrementAndGet();
                Thread.ofVirtual().start(() -> receive(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void receive(Socket socket) {
        try (socket) {
            if (socket instanceof SSLSocket secured) {
                secured.startHandshake();
            }
            InputStream in = socket.getInputStream();
            int first = in.read();
            if (kind == Kind.TLS_GARBAGE) {
                socket.getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } else if (kind == Kind.TLS_RESET) {
                socket.setSoLinger(true, 0);
                return;
            }
            while (first >= 0) {
                first = in.read();
            }
        } catch (IOException left) {
            // The gateway has given up: that is what is wanted of it.
        } finally {
            open.remove(socket);
        }
    }

    private static SSLContext untrusted() throws IOException {
        Path folder = Files.createTempDirectory("door");
        Path store = folder.resolve("keys.p12");
        try {
            keytool(store);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = new FileInputStream(store.toFile())) {
                keys.load(in, SECRET.toCharArray());
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, SECRET.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(folder);
        }
    }

    private static void keytool(Path store) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "nobody",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-startdate",
                        "-10d",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        SECRET)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException(said);
        }
    }
}
