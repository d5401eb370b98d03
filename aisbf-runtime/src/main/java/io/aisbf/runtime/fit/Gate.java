// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.wire.WireBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tells from its bytes that a request is far from being condensed, so that most are not even decoded: no token is
 * shorter than a byte, whatever a family's factor, unless a picture or a file stands behind a link. Stateless.
 */
final class Gate {
    /** The largest factor of a family, rounded up. */
    private static final double FACTOR = 1.25;

    private static final List<String> BEHIND_LINKS = List.of("image", "file", "audio", "url");

    private Gate() {}

    /** Whether it certainly comes to no more than so many tokens. */
    static boolean below(ChatRequest request, long tokens) {
        if (request.wire().isEmpty()) {
            return false;
        }
        WireBody body = request.wire().get();
        List<ByteBuffer> slices = body.json().slices();
        long bytes = slices.stream().mapToLong(ByteBuffer::remaining).sum();
        return bytes * FACTOR <= tokens
                && BEHIND_LINKS.stream()
                        .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                        .noneMatch(word -> slices.stream().anyMatch(slice -> contains(slice, word)));
    }

    /** Looks from the end of the word backwards and leaps over what cannot be in it (Horspool, 1980). */
    private static boolean contains(ByteBuffer slice, byte[] word) {
        int last = word.length - 1;
        int at = slice.position() + last;
        while (at < slice.limit()) {
            byte here = slice.get(at);
            int match = last;
            while (match >= 0 && slice.get(at - (last - match)) == word[match]) {
                match--;
            }
            if (match < 0) {
                return true;
            }
            int leap = 1;
            while (leap <= last && word[last - leap] != here) {
                leap++;
            }
            at += leap;
        }
        return false;
    }
}
