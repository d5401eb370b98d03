// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stands between the gateway and Redis, and does to what passes what networks and broken servers do. */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER = 65_536;

    /** What happens to answers from now on. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** They come when something else happens. */
        LATE,
        /** They never come; what was asked is done. */
        LOST,
        /** They come twice. */
        TWICE,
        /** The connection ends in their place; what was asked is done. */
        CUT,
        /** Something else comes. */
        GARBAGE,
        /** They come a byte at a time, with a pause after each. */
        TRICKLED,
        /** Nobody can connect, and whoever was connected is not. */
        GONE
    }

    private final ServerSocket door;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;

    /** In front of that port. */
    public FaultProxy(int server) throws IOException {
        this.server = server;
        door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** From now on. */
    public void now(Fault next) {
        fault = next;
        if (next == Fault.GONE) {
            sockets.forEach(FaultProxy::shut);
        }
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                sockets.add(client);
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(behind);
                if (fault == Fault.GONE) {
                    shut(client);
                }
                Thread.ofVirtual().start(() -> pass(client, behind, false));
                Thread.ofVirtual().start(() -> pass(behind, client, true));
            }
        } catch (IOException _) {
            // It is over.
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] bytes = new byte[BUFFER];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (!spoil(answers ? fault : Fault.NONE, Arrays.copyOf(bytes, count), to.getOutputStream())) {
                    return;
                }
            }
        } catch (IOException _) {
            // One of them has gone; so does the other.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean spoil(Fault now, byte[] bytes, OutputStream out) throws IOException, InterruptedException {
        switch (now) {
            case NONE -> out.write(bytes);
            case LATE -> {
                while (fault == Fault.LATE && !door.isClosed()) {
                    pause(10);
                }
                out.write(bytes);
            }
            case TWICE -> {
                out.write(bytes);
                out.write(bytes);
            }
            case GARBAGE -> out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            case TRICKLED -> {
                for (byte one : bytes) {
                    out.write(one);
                    pause(200);
                }
            }
            case LOST -> {
                // Nothing is passed on.
            }
            case CUT, GONE -> {
                return false;
            }
        }
        return true;
    }

    private static void pause(long millis) throws InterruptedException {
        var _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // Then it is shut already.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(FaultProxy::shut);
    }
}
