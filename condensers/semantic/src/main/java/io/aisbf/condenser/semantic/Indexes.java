// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.condenser.semantic.rank.Index;
import io.aisbf.condenser.semantic.unit.Piece;
import io.aisbf.condenser.semantic.unit.Units;
import io.aisbf.condenser.semantic.words.Language;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Indexes of the passages that were asked for last: the same passage is asked again with each new question. Known by
 * what is in them, so that they change no result, and bounded by the characters they have in all. For all threads.
 */
final class Indexes {
    private static final long MOST_CHARACTERS = 8_000_000;
    private static final int SAMPLE = 4_000;

    private final SequencedMap<String, Held> known = new LinkedHashMap<>(16, 0.75f, true);
    private long characters;

    private record Held(Index index, long characters) {}

    Index of(List<Piece> pieces) {
        String key = key(pieces);
        synchronized (this) {
            Held held = known.get(key);
            if (held != null) {
                return held.index();
            }
        }
        Index made = new Index(Units.of(pieces), language(pieces));
        long size = pieces.stream().mapToLong(piece -> piece.text().length()).sum();
        remember(key, new Held(made, size));
        return made;
    }

    private synchronized void remember(String key, Held held) {
        if (held.characters() > MOST_CHARACTERS || known.put(key, held) != null) {
            return;
        }
        characters += held.characters();
        while (characters > MOST_CHARACTERS) {
            characters -= known.pollFirstEntry().getValue().characters();
        }
    }

    private static Language language(List<Piece> pieces) {
        StringBuilder sample = new StringBuilder();
        int each = Math.max(80, SAMPLE / pieces.size());
        for (Piece piece : pieces) {
            sample.append(piece.text(), 0, Math.min(each, piece.text().length()))
                    .append(' ');
        }
        return Language.of(sample);
    }

    private static String key(List<Piece> pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer head = ByteBuffer.allocate(12);
            for (Piece piece : pieces) {
                byte[] text = piece.text().getBytes(StandardCharsets.UTF_8);
                byte[] mark = (piece.kind() + piece.mark()).getBytes(StandardCharsets.UTF_8);
                digest.update(head.clear()
                        .putInt(piece.message())
                        .putInt(mark.length)
                        .putInt(text.length)
                        .flip());
                digest.update(mark);
                digest.update(text);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
