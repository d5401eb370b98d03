// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.request;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Ids of tool calls, which OpenAI wants no longer than 40 characters while others make longer ones. */
public final class CallIds {
    private static final int LENGTH = 40;

    private CallIds() {}

    /**
     * The id, or one derived from it that is short enough: always the same, so that call and result still belong
     * together.
     */
    public static String shorten(String id) {
        if (id.length() <= LENGTH) {
            return id;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return "call_" + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
