// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What the server runs as one, in Lua. Answers a list whose first item is the first argument it was given, by which its
 * answer is told from another's.
 *
 * @param digest by which the server knows it once it has been shown
 */
public record Script(String text, String digest) {
    /**
     * A script.
     *
     * @param beside the class whose folder holds its pieces
     * @param pieces names of files, which are put together in this order
     */
    public static Script of(Class<?> beside, List<String> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece(beside, piece)).append('\n'));
        return new Script(text.toString(), digest(text.toString()));
    }

    private static String piece(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the gateway's own file " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redis names scripts by SHA-1, and nothing hangs on it but to find them again. */
    private static String digest(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
