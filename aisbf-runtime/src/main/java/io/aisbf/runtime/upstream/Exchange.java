// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.runtime.upstream.Connection.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request on one connection, and the answer to it. Belongs to the thread that sent; only {@link #close} may come
 * from another.
 *
 * <p>The connection leaves an exchange exactly once: back to the pool when the body was read to its end, else closed.
 * Whoever is first to set {@code over} decides which.
 */
final class Exchange implements Upstream.Reply {
    private static final int USUAL = 1024;

    private final Connection connection;
    private final ConnectionPool pool;
    private final Waits waits;
    private final ReplyHead head;
    private final Framing framing;
    private final boolean reusable;
    private final InputStream body = new Body();
    private final AtomicBoolean over = new AtomicBoolean();

    private Exchange(
            Connection connection,
            ConnectionPool pool,
            Waits waits,
            ReplyHead head,
            Framing framing,
            boolean reusable) {
        this.connection = connection;
        this.pool = pool;
        this.waits = waits;
        this.head = head;
        this.framing = framing;
        this.reusable = reusable;
    }

    /**
     * A reused connection was dead before a byte of the answer came: the one case in which a request may be sent again.
     */
    static final class Stale extends Exception {
        private static final long serialVersionUID = 1L;

        Stale(IOException cause) {
            super("the reused connection was closed", cause, false, false);
        }
    }

    /** Sends and waits for the head of the answer. The connection is the exchange's from here on, whatever happens. */
    static Exchange start(
            String method, List<ByteBuffer> request, Connection connection, ConnectionPool pool, Waits waits)
            throws Stale, InterruptedException {
        waits.enter(Waits.Phase.FIRST_BYTE);
        boolean answered = false;
        try {
            boolean sent = write(request, connection, waits);
            if (!connection.fill(waits)) {
                throw new Malformed("closed the connection without an answer");
            }
            answered = true;
            ReplyHead head = ReplyHead.read(connection, waits);
            Framing framing = Framing.of(method, head, connection, waits);
            waits.enter(Waits.Phase.IDLE);
            Exchange exchange = new Exchange(connection, pool, waits, head, framing, sent && reusable(head, framing));
            exchange.finishIfEnded();
            return exchange;
        } catch (IOException e) {
            connection.close();
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for " + connection.origin());
            }
            if (!answered && connection.used() && !(e instanceof SocketTimeoutException)) {
                throw new Stale(e);
            }
            throw failure(e, connection.origin(), waits);
        }
    }

    /**
     * Writes the request; false when the upstream stopped reading. Then an answer may lie there all the same: 413 to a
     * body that is too large is often sent, and the connection closed, before the body was read.
     */
    private static boolean write(List<ByteBuffer> request, Connection connection, Waits waits) throws IOException {
        try {
            connection.write(request, waits);
            return true;
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return false;
        }
    }

    private static boolean reusable(ReplyHead head, Framing framing) {
        boolean bodyInSpite = head.status() == 204
                && (head.header("content-length")
                                .filter(length -> !length.equals("0"))
                                .isPresent()
                        || head.header("transfer-encoding").isPresent());
        return head.latest() && framing.delimited() && !bodyInSpite && !head.lists("connection", "close");
    }

    private static CallException failure(IOException e, Origin origin, Waits waits) {
        if (e instanceof SocketTimeoutException) {
            return waits.passed(origin);
        }
        String what = e instanceof Malformed ? e.getMessage() : "broke the connection off (" + e.getMessage() + ")";
        return new CallException(Failure.MALFORMED_REPLY, origin + " " + what + ".", e);
    }

    @Override
    public int status() {
        return head.status();
    }

    @Override
    public Optional<String> header(String name) {
        return head.header(name);
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public boolean delimited() {
        return framing.delimited();
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            connection.close();
        }
    }

    private void finishIfEnded() {
        if (!framing.ended() || !over.compareAndSet(false, true)) {
            return;
        }
        if (reusable && connection.buffered() == 0) {
            pool.put(connection, announcedIdleTime());
        } else {
            connection.close();
        }
    }

    /** {@code Keep-Alive: timeout=5}, as Node.js and others send it. */
    private Optional<Duration> announcedIdleTime() {
        return head.header("keep-alive").flatMap(value -> {
            for (String parameter : value.split(",", -1)) {
                String stripped = parameter.strip();
                if (stripped.matches("(?i)timeout=\\d{1,6}")) {
                    return Optional.of(Duration.ofSeconds(Long.parseLong(stripped.substring("timeout=".length()))));
                }
            }
            return Optional.empty();
        });
    }

    private int read(byte[] into, int offset, int length) throws IOException {
        if (framing.ended()) {
            return -1;
        }
        if (over.get()) {
            throw new IOException(
                    "The exchange with " + connection.origin() + " was closed before the end of its body.");
        }
        try {
            int count = framing.read(into, offset, length);
            finishIfEnded();
            return count;
        } catch (IOException e) {
            boolean closedByUs = !over.compareAndSet(false, true);
            connection.close();
            if (Thread.currentThread().isInterrupted()) {
                InterruptedIOException interrupted =
                        new InterruptedIOException("interrupted while reading from " + connection.origin());
                interrupted.initCause(e);
                throw interrupted;
            }
            if (closedByUs) {
                throw new IOException(
                        "The exchange with " + connection.origin() + " was closed while its body was read.", e);
            }
            throw failure(e, connection.origin(), waits);
        }
    }

    /** The body as the exchange's thread reads it. */
    private final class Body extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            return length == 0 ? 0 : Exchange.this.read(into, offset, length);
        }

        /** The inherited one takes 16 KB for an answer of 300 bytes, which was a fifth of all that a call allocated. */
        @Override
        public byte[] readNBytes(int most) throws IOException {
            byte[] bytes = new byte[Math.min(most, Math.max(USUAL, available()))];
            int count = 0;
            for (int read = 0; read >= 0 && count < most; count += Math.max(0, read)) {
                if (count == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * count));
                }
                read = read(bytes, count, bytes.length - count);
            }
            return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        }

        @Override
        public int available() {
            int available = over.get() ? 0 : framing.available();
            finishIfEnded();
            return available;
        }

        @Override
        public void close() {
            Exchange.this.close();
        }
    }
}
