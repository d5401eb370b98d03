// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS over a {@link Wire}: the JDK's {@link SSLSocket} on top of a socket that is one in name only and reads from the
 * wire.
 *
 * <p>That detour gives two things a plain layered socket has not: whole buffers are read at a time (the JDK asks for
 * five bytes, then for the rest of the record), and an idle connection can be checked without waiting although session
 * tickets or a closing alert may lie in it.
 */
final class Tls implements Connection.Transport {
    private static final int BUFFER = 16 * 1024;
    private static final int ONE_RECORD = 16 * 1024;

    private final Wire wire;
    private final SSLSocket socket;
    private final InputStream input;
    private final OutputStream output;
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER).limit(0);
    private boolean waiting = true;

    private Tls(Wire wire, SSLContext context, Origin origin) throws IOException {
        this.wire = wire;
        this.socket = (SSLSocket)
                context.getSocketFactory().createSocket(new Underlay(), origin.host(), origin.port(), false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    /**
     * Shakes hands and checks that the certificate is trusted and names the host; waits no longer than the wire's
     * deadline.
     */
    static Tls handshake(Wire wire, SSLContext context, Origin origin) throws IOException {
        return new Tls(wire, context, origin);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return input.read(into, offset, length);
    }

    @Override
    public void write(List<ByteBuffer> pieces) throws IOException {
        byte[] record = new byte
                [(int) Math.min(
                        ONE_RECORD,
                        pieces.stream().mapToLong(ByteBuffer::remaining).sum())];
        int filled = 0;
        for (ByteBuffer piece : pieces) {
            while (piece.hasRemaining()) {
                int count = Math.min(piece.remaining(), record.length - filled);
                piece.get(record, filled, count);
                filled += count;
                if (filled == record.length) {
                    output.write(record, 0, filled);
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            output.write(record, 0, filled);
        }
    }

    @Override
    public boolean quiet() throws IOException {
        received.compact();
        int count = wire.poll(received);
        received.flip();
        if (count < 0) {
            return false;
        }
        return !received.hasRemaining() || onlyTickets();
    }

    /** Lets the JDK digest what came while the connection lay idle; it is usable if that was nothing for us. */
    private boolean onlyTickets() throws IOException {
        waiting = false;
        try {
            input.read(new byte[1], 0, 1);
            return false;
        } catch (SocketTimeoutException nothingLeft) {
            return true;
        } finally {
            waiting = true;
        }
    }

    private int receive(byte[] into, int offset, int length) throws IOException {
        if (!received.hasRemaining()) {
            if (!waiting) {
                throw new SocketTimeoutException("nothing more without waiting");
            }
            int count = wire.read(received.array(), 0, BUFFER);
            if (count < 0) {
                return -1;
            }
            received.position(0).limit(count);
        }
        int count = Math.min(length, received.remaining());
        received.get(into, offset, count);
        return count;
    }

    /** What the JDK takes for the TCP connection. */
    private final class Underlay extends Socket {
        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return receive(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return length == 0 ? 0 : receive(into, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    write(new byte[] {(byte) value}, 0, 1);
                }

                @Override
                public void write(byte[] from, int offset, int length) throws IOException {
                    wire.write(List.of(ByteBuffer.wrap(from, offset, length)));
                }
            };
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
