// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import io.aisbf.api.call.Call;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP as the gateway lends it to plugins: blocking, pooled, with deadlines; an exchange is ended by interrupting the
 * thread or closing the reply.
 *
 * <p>One implementation serves all providers, so that connection reuse, the stale keep-alive race, TLS, proxies and
 * metering are solved once and a plugin needs no HTTP library. Called from many virtual threads at once.
 */
public interface Upstream {
    /**
     * Sends a request and waits for status and headers. Redirects are not followed.
     *
     * <p>A request that went out on a reused connection which turns out to be dead before a single byte of the answer
     * was read is sent once more on a fresh one; nothing else is ever sent twice.
     *
     * @throws io.aisbf.api.call.CallException {@code UNREACHABLE} when no connection came about, {@code TIMED_OUT} when
     *     a deadline passed, {@code MALFORMED_REPLY} when what came back is not HTTP
     * @throws InterruptedException if the thread was interrupted; the exchange is over then
     */
    Reply send(Request request, Call call) throws IOException, InterruptedException;

    /**
     * What to send.
     *
     * @param method an HTTP method in capitals
     * @param uri absolute, {@code http} or {@code https}, already encoded
     * @param headers as they are to be sent; {@code Host}, {@code Content-Length} and {@code Connection} are the
     *     gateway's
     * @param body slices written one after another, so that a relayed body is never copied; empty for none
     */
    record Request(String method, URI uri, Map<String, String> headers, List<ByteBuffer> body, Deadlines deadlines) {
        public Request {
            headers = Map.copyOf(headers);
            body = List.copyOf(body);
        }
    }

    /**
     * How long to wait for what. The call's own deadline holds besides.
     *
     * @param connect until the connection stands, name look-up and TLS included
     * @param firstByte from then until the first byte of the answer
     * @param idle between two reads of the body
     * @param total from sending to the last byte
     */
    record Deadlines(Duration connect, Duration firstByte, Duration idle, Duration total) {
        /** 5 seconds to connect, 2 minutes to the first byte, 1 minute of silence, 10 minutes in all. */
        public static final Deadlines DEFAULT = new Deadlines(
                Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMinutes(10));
    }

    /** What came back. Belongs to the thread that sent; {@link #close} may be called by any. */
    interface Reply extends AutoCloseable {
        /** The HTTP status. */
        int status();

        /** The first header of that name, in any case. */
        Optional<String> header(String name);

        /**
         * The body. {@code available()} tells what can be read without waiting, so that a relay knows when to flush. A
         * read that meets a deadline throws {@link io.aisbf.api.call.CallException} with {@code TIMED_OUT}; one that
         * meets a cut, with {@code MALFORMED_REPLY}.
         */
        InputStream body();

        /**
         * Whether the sender announces the body's end (by length or by chunks). Where it does not, the end of the
         * connection is all there is, and a cut cannot be told from an end.
         */
        boolean delimited();

        /** Ends the exchange. The connection is reused only when the body was read to its end. */
        @Override
        void close();
    }
}
