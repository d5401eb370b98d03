// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.wire.read.StreamedBody;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Chunks that are the elements of one JSON array, which is how a stream comes that was not asked for as events. Only
 * brackets and strings are looked at; what stands between them is for whoever reads the chunk. Used by one thread.
 */
final class ArrayChunks implements Chunks {
    private static final int LIMIT = 16 << 20;
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final InputStream in;
    private byte[] buffer = new byte[16 * 1024];
    private int start = -1;
    private int scanned;
    private int limit;
    private int depth;
    private int marks;
    private boolean inString;
    private boolean escaped;
    private boolean opened;
    private boolean closed;
    private boolean ended;

    ArrayChunks(InputStream in) {
        this.in = in;
    }

    @Override
    public Optional<Chunk> next() throws IOException {
        while (true) {
            Optional<Chunk> chunk = scan();
            if (chunk.isPresent()) {
                return chunk;
            }
            if (ended || !fill()) {
                ended = true;
                if (!closed) {
                    throw StreamedBody.brokeOff();
                }
                return Optional.empty();
            }
        }
    }

    @Override
    public boolean ready() {
        try {
            return ended || closed || in.available() > 0 || scanned < limit;
        } catch (IOException | CallException e) {
            return true;
        }
    }

    private Optional<Chunk> scan() {
        while (scanned < limit) {
            byte b = buffer[scanned++];
            if (depth == 0) {
                between(b);
            } else if (inside(b)) {
                byte[] data = Arrays.copyOfRange(buffer, start, scanned);
                start = -1;
                return Optional.of(new Chunk(data, false));
            }
        }
        return Optional.empty();
    }

    private void between(byte b) {
        if (b == ' ' || b == '\t' || b == '\r' || b == '\n') {
            return;
        }
        if (!opened && marks < MARK.length && b == MARK[marks]) {
            marks++;
        } else if (!opened && b == '[') {
            opened = true;
        } else if (opened && !closed && b == '{') {
            start = scanned - 1;
            depth = 1;
        } else if (opened && !closed && b == ']') {
            closed = true;
        } else if (!opened || closed || b != ',') {
            throw new CallException(
                    Failure.MALFORMED_REPLY, "the provider sent what is neither a chunk nor the end of the array");
        }
    }

    /** Goes on within a chunk; tells whether this byte closes it. */
    private boolean inside(byte b) {
        if (inString) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                inString = false;
            }
        } else if (b == '"') {
            inString = true;
        } else if (b == '{' || b == '[') {
            depth++;
        } else if (b == '}' || b == ']') {
            depth--;
        }
        return depth == 0;
    }

    private boolean fill() throws IOException {
        int kept = start < 0 ? scanned : start;
        System.arraycopy(buffer, kept, buffer, 0, limit - kept);
        scanned -= kept;
        limit -= kept;
        start = start < 0 ? -1 : 0;
        if (limit == buffer.length) {
            if (limit >= LIMIT) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, "the provider sent a chunk of more than " + LIMIT + " bytes");
            }
            buffer = Arrays.copyOf(buffer, Math.min(LIMIT, 2 * limit));
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, count);
        return count > 0;
    }
}
