// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.wire.read.EventReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The chunks of a stream, whichever way they arrive. For one thread. */
interface Chunks {
    /** Waits for the next chunk; empty once the body has come to its end. */
    Optional<Chunk> next() throws IOException;

    /** Whether {@link #next} would answer without waiting, as far as is known. */
    boolean ready();

    /**
     * One JSON value.
     *
     * @param data its bytes; nobody else's
     * @param cut whether the body ended before it was closed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: a chunk is read once and dropped
    record Chunk(byte[] data, boolean cut) {}

    /** Chunks that are server-sent events. */
    static Chunks ofEvents(InputStream body) {
        EventReader reader = new EventReader(body);
        return new Chunks() {
            @Override
            public Optional<Chunk> next() throws IOException {
                return reader.next().map(event -> new Chunk(event.data(), event.cut()));
            }

            @Override
            public boolean ready() {
                return reader.ready();
            }
        };
    }
}
