// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The mark of what was replaced: {@code ⟦aisbf:7f3a1c09⟧}, the first 32 bits of its SHA-256. Whoever
 * has the conversation as it was finds the text again by it; a reader sees that these are not the speaker's words.
 */
public final class Handle {
    /** What every mark begins with. */
    public static final String OPEN = "⟦aisbf:";

    /** What every mark ends with. */
    public static final String CLOSE = "⟧";

    private static final int BYTES = 4;

    private Handle() {}

    /** The mark of that text. */
    public static String of(String text) {
        return OPEN + digits(text) + CLOSE;
    }

    /** The mark of that text with a note inside, for a place within a line. */
    public static String of(String text, String note) {
        return OPEN + digits(text) + " " + note + CLOSE;
    }

    private static String digits(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
