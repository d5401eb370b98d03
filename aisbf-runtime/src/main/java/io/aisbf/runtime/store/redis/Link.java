// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import io.aisbf.api.plugin.Secret;
import io.aisbf.runtime.config.bounds.StoreAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One connection to a server. Whatever it waits for ends by a deadline: every single read is given what is left of it,
 * so that a server which sends a byte now and then gains nothing. Used by one thread at a time; a thread that is
 * interrupted while it reads closes it.
 */
final class Link implements AutoCloseable {
    private static final long NANOS_A_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Socket socket;
    private final LongSupplier nanoTime;
    private final InputStream in;
    private final ReplyReader reader;
    private long deadline;

    private Link(Socket socket, LongSupplier nanoTime, long deadline) throws IOException {
        this.socket = socket;
        this.nanoTime = nanoTime;
        this.deadline = deadline;
        this.in = new BufferedInputStream(new Timely(socket.getInputStream()));
        this.reader = new ReplyReader(in);
    }

    /**
     * Connects, and shows the password.
     *
     * @param tls by whom certificates are trusted; asked only if the address wants TLS
     * @param deadline by the nanosecond counter
     */
    static Link open(StoreAddress address, Supplier<SSLContext> tls, LongSupplier nanoTime, long deadline)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(
                    new InetSocketAddress(address.host(), address.port()), millis(deadline - nanoTime.getAsLong()));
            Socket used =
                    address.tls() ? encrypted(socket, tls, address, millis(deadline - nanoTime.getAsLong())) : socket;
            Link link = new Link(used, nanoTime, deadline);
            link.introduce(address);
            return link;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket plain, Supplier<SSLContext> tls, StoreAddress address, int millis)
            throws IOException {
        plain.setSoTimeout(millis);
        SSLSocket socket =
                (SSLSocket) tls.get().getSocketFactory().createSocket(plain, address.host(), address.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void introduce(StoreAddress address) throws IOException {
        Optional<Secret> password = address.password();
        if (password.isPresent()) {
            List<String> words = new ArrayList<>(List.of("AUTH"));
            address.user().ifPresent(words::add);
            words.add(password.get().reveal());
            order(words, "it does not accept the password: ");
        }
        if (address.database() != 0) {
            order(List.of("SELECT", Integer.toString(address.database())), "it does not let its database be chosen: ");
        }
    }

    private void order(List<String> words, String refusal) throws IOException {
        send(List.of(words));
        Reply reply = receive();
        if (reply instanceof Reply.Problem(String why)) {
            throw new IOException(refusal + why);
        }
        if (!reply.equals(new Reply.Text("OK"))) {
            throw new IOException("it answers something that is not Redis's protocol");
        }
    }

    /** From now on, what is waited for ends by that time. */
    void until(long end) {
        deadline = end;
    }

    /** Sends commands, all at once. */
    void send(List<List<String>> commands) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (List<String> command : commands) {
            bytes.writeBytes(ascii("*" + command.size() + "\r\n"));
            for (String word : command) {
                byte[] text = word.getBytes(StandardCharsets.UTF_8);
                bytes.writeBytes(ascii("$" + text.length + "\r\n"));
                bytes.writeBytes(text);
                bytes.writeBytes(ascii("\r\n"));
            }
        }
        socket.getOutputStream().write(bytes.toByteArray());
        socket.getOutputStream().flush();
    }

    /** The next reply. */
    Reply receive() throws IOException {
        return reader.read();
    }

    /** Whether nothing has come that nobody asked for. */
    boolean quiet() {
        try {
            return in.available() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A timeout as sockets want it, rounded up, since 0 would mean for ever. */
    private static int millis(long nanos) throws SocketTimeoutException {
        if (nanos <= 0) {
            throw new SocketTimeoutException("it does not answer in time");
        }
        return (int) Math.min(Integer.MAX_VALUE, (nanos + NANOS_A_MILLI - 1) / NANOS_A_MILLI);
    }

    /** The socket's stream, each read of which waits no longer than the deadline allows. */
    private final class Timely extends InputStream {
        private final InputStream raw;

        private Timely(InputStream raw) {
            this.raw = raw;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            socket.setSoTimeout(millis(deadline - nanoTime.getAsLong()));
            try {
                return raw.read(into, offset, length);
            } catch (SocketTimeoutException e) {
                SocketTimeoutException said = new SocketTimeoutException("it does not answer in time");
                said.initCause(e);
                throw said;
            }
        }

        @Override
        public int available() throws IOException {
            return raw.available();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // It is of no use any more, whether it closes or not.
        }
    }
}
