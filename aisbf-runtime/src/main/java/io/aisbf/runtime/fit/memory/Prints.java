// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.fit.memory;

import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Part;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The fingerprints of a conversation: after each message, one of all that was said so far. Where the client moved its
 * marks for the provider's cache makes no difference, since it moves them at every turn. Immutable.
 */
public final class Prints {
    private final byte[][] upTo;

    private Prints(byte[][] upTo) {
        this.upTo = upTo;
    }

    /** The fingerprints of all that may stand before a message up to the last of these. */
    public static Prints of(List<Message> messages) {
        MessageDigest digest = sha256();
        byte[][] upTo = new byte[messages.size() + 1][];
        upTo[0] = new byte[0];
        for (int i = 0; i < messages.size(); i++) {
            digest.update(upTo[i]);
            add(digest, messages.get(i));
            upTo[i + 1] = digest.digest();
        }
        return new Prints(upTo);
    }

    /** The name of what follows from settings and from all messages before these places. */
    public Remembered.Key key(String settings, int... places) {
        MessageDigest digest = sha256();
        word(digest, settings);
        for (int place : places) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(place).flip());
            digest.update(upTo[place]);
        }
        return new Remembered.Key(HexFormat.of().formatHex(digest.digest()));
    }

    private static void add(MessageDigest digest, Message message) {
        word(digest, message.role().name());
        message.parts().forEach(part -> add(digest, part));
    }

    private static void add(MessageDigest digest, Part part) {
        if (part instanceof Part.CachePoint) {
            return;
        }
        digest.update((byte) 0);
        word(digest, part.getClass().getSimpleName());
        switch (part) {
            case Part.Text text -> word(digest, text.text());
            case Part.ToolCall call -> {
                word(digest, call.id());
                word(digest, call.tool());
                word(digest, call.arguments().toString());
            }
            case Part.ToolResult result -> {
                word(digest, result.callId());
                word(digest, Boolean.toString(result.failed()));
                result.content().forEach(inner -> add(digest, inner));
            }
            default -> word(digest, part.toString());
        }
    }

    private static void word(MessageDigest digest, String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
