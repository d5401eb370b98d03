// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import static io.aisbf.runtime.guard.RefusedException.bad;

import io.aisbf.runtime.guard.Head.Octets;
import java.util.Arrays;

/**
 * Reads a chunked body strictly (RFC 9112 section 7.1) and writes it anew.
 *
 * <p>What comes out has sizes of exactly four digits, no extensions and no trailers, and one chunk for whatever data
 * one call was given. So the engine behind sees only what was verified, however the client spelled it, and never holds
 * more than a few KiB of a body at a time, whatever chunk size the client announced.
 */
final class Chunks {
    private static final int LONGEST_LINE = 256;
    private static final int SIZE_DIGITS = 15;
    private static final int TRAILER_BYTES = 8 * 1024;
    private static final int EXTENSION_BYTES = 16 * 1024;
    private static final int LARGEST_PIECE = 32 * 1024;
    private static final int PREFIX = 6;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private enum Expect {
        SIZE,
        DATA,
        DATA_END,
        TRAILER,
        DONE
    }

    private Expect expect = Expect.SIZE;
    private byte[] line = Inlet.END;
    private int lineLength;
    private boolean carriageReturn;
    private long dataLeft;
    private int extensionBytes;
    private int trailerBytes;
    private int position;
    private byte[] out = Inlet.END;
    private int filled;

    /** Starts another body. */
    void begin() {
        expect = Expect.SIZE;
        lineLength = 0;
        carriageReturn = false;
        extensionBytes = 0;
        trailerBytes = 0;
        if (line.length == 0) {
            line = new byte[LONGEST_LINE];
        }
    }

    /** Whether the last chunk and its trailers have been read. */
    boolean done() {
        return expect == Expect.DONE;
    }

    /** Index of the first byte that the last call to {@link #read} left alone. */
    int position() {
        return position;
    }

    /**
     * Reads on until the bytes or the body end.
     *
     * @return the data found, as a chunk, with the last chunk behind it when the body ended; empty when the bytes held
     *     nothing but parts of framing
     * @throws RefusedException when the framing is not legal
     */
    byte[] read(byte[] bytes, int from) {
        int limit = Math.min(bytes.length, from + LARGEST_PIECE);
        position = from;
        out = new byte[PREFIX + (limit - from) + 2 + 5];
        filled = PREFIX;
        while (position < limit && expect != Expect.DONE) {
            if (expect == Expect.DATA) {
                data(bytes, limit);
            } else {
                framing(bytes[position++]);
            }
        }
        return piece();
    }

    private void data(byte[] bytes, int limit) {
        int count = (int) Math.min(dataLeft, limit - position);
        System.arraycopy(bytes, position, out, filled, count);
        filled += count;
        position += count;
        dataLeft -= count;
        if (dataLeft == 0) {
            expect = Expect.DATA_END;
        }
    }

    private void framing(byte octet) {
        if (carriageReturn) {
            if (octet != '\n') {
                throw bad("A line of the chunked body has a CR without LF.");
            }
            carriageReturn = false;
            endOfLine();
        } else if (octet == '\r') {
            carriageReturn = true;
        } else if (expect == Expect.DATA_END) {
            throw bad("The data of a chunk is not followed by CR LF.");
        } else if (!Octets.plain(octet)) {
            throw bad("A line of the chunked body has a LF without CR or a control character.");
        } else if (expect == Expect.TRAILER && ++trailerBytes > TRAILER_BYTES) {
            throw bad("The trailers of the chunked body are larger than " + TRAILER_BYTES + " bytes.");
        } else {
            store(octet);
        }
    }

    private void store(byte octet) {
        if (lineLength == line.length) {
            if (expect == Expect.SIZE) {
                throw bad("A chunk size line is longer than " + LONGEST_LINE + " bytes.");
            }
            line = Arrays.copyOf(line, TRAILER_BYTES);
        }
        line[lineLength++] = octet;
    }

    private void endOfLine() {
        switch (expect) {
            case SIZE -> {
                dataLeft = new ChunkLine(line, lineLength).size(SIZE_DIGITS);
                extensionBytes += Math.max(0, lineLength - SIZE_DIGITS);
                if (extensionBytes > EXTENSION_BYTES) {
                    throw bad("The chunk extensions are larger than " + EXTENSION_BYTES + " bytes.");
                }
                expect = dataLeft == 0 ? Expect.TRAILER : Expect.DATA;
            }
            case DATA_END -> expect = Expect.SIZE;
            case TRAILER -> {
                if (lineLength == 0) {
                    expect = Expect.DONE;
                } else {
                    new ChunkLine(line, lineLength).trailer();
                }
            }
            case DATA, DONE -> throw new IllegalStateException("no line ends in " + expect);
        }
        lineLength = 0;
    }

    private byte[] piece() {
        int size = filled - PREFIX;
        int first = PREFIX;
        if (size > 0) {
            first = 0;
            out[0] = HEX[size >> 12 & 15];
            out[1] = HEX[size >> 8 & 15];
            out[2] = HEX[size >> 4 & 15];
            out[3] = HEX[size & 15];
            out[4] = '\r';
            out[5] = '\n';
            out[filled++] = '\r';
            out[filled++] = '\n';
        }
        if (expect == Expect.DONE) {
            out[filled++] = '0';
            out[filled++] = '\r';
            out[filled++] = '\n';
            out[filled++] = '\r';
            out[filled++] = '\n';
        }
        byte[] piece = first == 0 && filled == out.length ? out : Arrays.copyOfRange(out, first, filled);
        out = Inlet.END;
        return piece;
    }

    /** One line of a chunked body without its line end: a chunk size with extensions, or a trailer. */
    private static final class ChunkLine {
        private final byte[] line;
        private final int end;
        private int at;

        ChunkLine(byte[] line, int end) {
            this.line = line;
            this.end = end;
        }

        /**
         * Reads {@code chunk-size [ chunk-ext ]}; legal extensions are read over, since RFC 9112 section 7.1.1 tells a
         * recipient to ignore those it does not know, and none are known here.
         */
        long size(int mostDigits) {
            long size = 0;
            while (at < end && Octets.hex(line[at]) >= 0) {
                size = size << 4 | Octets.hex(line[at++]);
                if (at > mostDigits) {
                    throw bad("A chunk size has more than " + mostDigits + " digits.");
                }
            }
            if (at == 0) {
                throw bad("A chunk does not begin with its size in hexadecimal digits.");
            }
            while (at < end) {
                extension();
            }
            return size;
        }

        /** Checks that a trailer is {@code name ":" value}; what it says is dropped. */
        void trailer() {
            token("A trailer line of the chunked body is not a name, a colon right behind it and a value.");
            if (at == end || line[at] != ':') {
                throw bad("A trailer line of the chunked body is not a name, a colon right behind it and a value.");
            }
        }

        private void extension() {
            blanks();
            if (at == end || line[at] != ';') {
                throw bad("A chunk size is followed by something that is no chunk extension.");
            }
            at++;
            blanks();
            token("A chunk extension has no name.");
            int nameEnd = at;
            blanks();
            if (at == end || line[at] != '=') {
                // Blanks that belong to the next extension are read again; at the end of the line they are not legal.
                at = nameEnd;
                return;
            }
            at++;
            blanks();
            if (at < end && line[at] == '"') {
                quoted();
            } else {
                token("A chunk extension has no value behind its equals sign.");
            }
        }

        private void quoted() {
            at++;
            while (at < end && line[at] != '"') {
                at += line[at] == '\\' ? 2 : 1;
            }
            if (at >= end) {
                throw bad("A quoted chunk extension value does not end.");
            }
            at++;
        }

        private void token(String complaint) {
            int from = at;
            while (at < end && Octets.token(line[at])) {
                at++;
            }
            if (at == from) {
                throw bad(complaint);
            }
        }

        private void blanks() {
            while (at < end && Octets.blank(line[at])) {
                at++;
            }
        }
    }
}
