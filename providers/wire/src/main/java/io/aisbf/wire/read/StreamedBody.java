// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.wire.read;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import java.io.IOException;
import java.util.Optional;

/**
 * An answer that is still arriving, in pieces of which each protocol has its own kind: sees to it that a break is told
 * as one, and that the exchange ends properly. Pulled by one thread, closed by any.
 *
 * @param <T> a piece
 */
public final class StreamedBody<T> {
    /** More than any protocol says after its answer: a chunk's end, a line break. */
    private static final int GOODBYE = 64;

    private final Upstream.Reply reply;
    private final Pieces<T> pieces;

    /** The pieces of a reply, which it owns. */
    public StreamedBody(Upstream.Reply reply, Pieces<T> pieces) {
        this.reply = reply;
        this.pieces = pieces;
    }

    /** Where the pieces come from, such as {@link EventReader#next}. */
    @FunctionalInterface
    public interface Pieces<T> {
        /** Waits for the next one; empty at the end of the body. */
        Optional<T> next() throws IOException;
    }

    /**
     * Waits for the next piece; empty at the end of the body.
     *
     * @throws CallException {@code MALFORMED_REPLY} if the stream broke off
     */
    public Optional<T> next() throws InterruptedException {
        try {
            return pieces.next();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            CallException broken = brokeOff();
            broken.initCause(e);
            throw broken;
        }
    }

    /** Whether the body's end was announced, so that its end cannot be a cut. */
    public boolean delimited() {
        return reply.delimited();
    }

    /**
     * Ends the exchange. What still belongs to the end of a complete answer is read first, so that the connection can
     * serve the next one, but on another thread: an upstream that never ends its body must not hold up a client that
     * has everything.
     */
    public void close(boolean complete) {
        if (complete && reply.delimited()) {
            Thread.startVirtualThread(this::drain);
        } else {
            reply.close();
        }
    }

    private void drain() {
        try (reply) {
            reply.body().readNBytes(GOODBYE);
        } catch (IOException | CallException e) {
            // The answer is complete; that its connection cannot be used again is no failure of anybody's.
            reply.close();
        }
    }

    /**
     * The object that a piece holds.
     *
     * @param cut whether the body ended within the piece
     * @throws CallException {@code MALFORMED_REPLY} if it is none
     */
    public static JsonObject object(Json json, byte[] data, boolean cut) {
        try {
            return json.object(RawJson.slice(data, 0, data.length));
        } catch (JsonException e) {
            if (cut) {
                throw brokeOff();
            }
            throw new CallException(
                    Failure.MALFORMED_REPLY,
                    "the provider sent a piece of its stream that is not valid JSON: " + e.getMessage(),
                    e);
        }
    }

    /** The failure that says that a stream ended before its answer did. */
    public static CallException brokeOff() {
        return new CallException(
                Failure.MALFORMED_REPLY, "the provider's stream broke off before the answer was complete");
    }
}
