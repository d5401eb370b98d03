// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes a client sends, in order, whoever reads them from the socket.
 *
 * <p>While a handler wants bytes it reads the socket itself. While it does not, a read-ahead thread may read in its
 * stead: only a pending read tells at once that a client has left, since neither FIN nor RST shows otherwise until
 * something is written. Exactly one thread reads the socket at a time. When the handler wants bytes and read-ahead is
 * under way, it waits for what that brings, and read-ahead then steps back. What read-ahead brings is kept, up to
 * 64 KiB; a client that leaves behind more pipelined bytes than that is not noticed until something is written to it.
 */
final class Inlet {
    /** The end of the bytes; also serves as "no bytes yet" where arrays are held. */
    static final byte[] END = new byte[0];

    private static final int MOST_AHEAD = 64 * 1024;

    private final HelidonSocket socket;
    private final Object lock = new Object();
    private final ArrayDeque<byte[]> ahead = new ArrayDeque<>(2);
    private final AtomicLong received = new AtomicLong();
    private int aheadBytes;
    private boolean reading;
    private boolean awaited;
    private boolean ended;
    private Optional<RuntimeException> failure = Optional.empty();

    /** Takes bytes that the server has read already to find out the protocol. */
    Inlet(HelidonSocket socket, byte[] early) {
        this.socket = socket;
        if (early.length > 0) {
            ahead.add(early);
            aheadBytes = early.length;
            received.setRelease(early.length);
        }
    }

    /** How many bytes came in so far; any thread. */
    long received() {
        return received.getAcquire();
    }

    /** Whether {@link #next} can answer without the client sending anything more. */
    boolean ready() {
        synchronized (lock) {
            return !ahead.isEmpty() || ended;
        }
    }

    /**
     * Waits for bytes; the connection's thread only.
     *
     * @return at least one byte, or {@link #END} when the client will send no more
     * @throws ServerConnectionException when the connection broke or was closed
     */
    byte[] next() {
        synchronized (lock) {
            awaitReadAhead();
            if (!ahead.isEmpty()) {
                byte[] bytes = ahead.remove();
                aheadBytes -= bytes.length;
                return bytes;
            }
            if (ended) {
                return end();
            }
            reading = true;
        }
        byte[] bytes = fetch();
        synchronized (lock) {
            reading = false;
            return ended ? end() : bytes;
        }
    }

    /**
     * Reads for as long as nobody asks for bytes; on a virtual thread of its own.
     *
     * @return whether the client turned out to have left, that is, to have closed, broken or half-closed the connection
     */
    boolean readAhead() {
        synchronized (lock) {
            if (reading || ended || aheadBytes >= MOST_AHEAD) {
                return ended;
            }
            reading = true;
        }
        while (true) {
            byte[] bytes = fetch();
            synchronized (lock) {
                if (!ended) {
                    ahead.add(bytes);
                    aheadBytes += bytes.length;
                }
                if (ended || awaited || aheadBytes >= MOST_AHEAD) {
                    reading = false;
                    lock.notifyAll();
                    return ended;
                }
            }
        }
    }

    /** Whether the end came as an error rather than as an orderly end of the client's side. */
    boolean broken() {
        synchronized (lock) {
            return failure.isPresent();
        }
    }

    private void awaitReadAhead() {
        awaited = true;
        try {
            while (ahead.isEmpty() && !ended && reading) {
                lock.wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("interrupted while waiting for the client", e);
        } finally {
            awaited = false;
        }
    }

    private byte[] end() {
        if (failure.isPresent()) {
            throw new ServerConnectionException("The connection to the client broke", failure.get());
        }
        return END;
    }

    /** The socket answers null at its end and throws unchecked; both become state here. */
    private byte[] fetch() {
        Optional<byte[]> bytes = Optional.empty();
        Optional<RuntimeException> error = Optional.empty();
        try {
            bytes = Optional.ofNullable(socket.get());
        } catch (RuntimeException e) {
            // An I/O error nearly always, unchecked; whatever else a socket throws, nothing more comes out of it.
            error = Optional.of(e);
        }
        if (bytes.isPresent()) {
            received.setRelease(received.getPlain() + bytes.get().length);
            return bytes.get();
        }
        synchronized (lock) {
            ended = true;
            failure = error;
        }
        return END;
    }
}
