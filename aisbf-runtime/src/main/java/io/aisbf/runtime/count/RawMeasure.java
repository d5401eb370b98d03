// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import io.aisbf.runtime.count.vocabulary.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * Tells from the bytes of a request how much it {@linkplain Measure measures} at most, names, quotes and escapes of its
 * JSON included, so that most requests need not be decoded to know that they are small. The bytes are looked at in
 * pieces and what a piece came to is remembered: of a conversation that grows, only what is new is measured. Some 130 kB,
 * for all threads.
 */
public final class RawMeasure {
    private static final int PIECE = 4096;

    /** So far beyond a piece the longest of the words below may reach. */
    private static final int OVERHANG = 16;

    private static final int REMEMBERED = 1 << 14;
    private static final int VALUE_BITS = 20;
    private static final long VALUE = (1L << VALUE_BITS) - 1;
    private static final long MEDIUM = 1L << (VALUE_BITS - 1);
    private static final int QUARTERS = 4;

    /** Names of models may come from clients, so that there is no end of them. */
    private static final int FACTORS = 1_000;

    /** How protocols say that there is a picture, a recording or a file, whose tokens its bytes do not tell. */
    private static final List<byte[]> MEDIA = List.of(
                    "image",
                    "images",
                    "image_url",
                    "input_image",
                    "document",
                    "input_audio",
                    "input_file",
                    "file",
                    "file_id",
                    "file_data",
                    "fileData",
                    "file_uri",
                    "fileUri",
                    "inlineData",
                    "inline_data")
            .stream()
            .map(word -> ('"' + word + '"').getBytes(StandardCharsets.US_ASCII))
            .toList();

    private final Fingerprint fingerprint;
    private final AtomicLongArray remembered = new AtomicLongArray(REMEMBERED);
    private final Map<String, Double> factors = new ConcurrentHashMap<>();

    /** A measure that remembers nothing yet; its randomness keeps strangers from choosing what is mistaken for what. */
    public RawMeasure(RandomGenerator random) {
        fingerprint = new Fingerprint(random);
    }

    /** What these bytes come to at most for a model; empty where they speak of media. */
    public OptionalLong atMost(String model, List<ByteBuffer> slices) {
        long quarters = 0;
        int longest = 0;
        for (ByteBuffer slice : slices) {
            longest = Math.max(longest, slice.remaining());
        }
        byte[] piece = new byte[Math.min(PIECE + OVERHANG, longest)];
        for (ByteBuffer slice : slices) {
            for (int from = slice.position(); from < slice.limit(); from += PIECE) {
                int there = Math.min(PIECE + OVERHANG, slice.limit() - from);
                slice.get(from, piece, 0, there);
                long value = value(piece, Math.min(PIECE, there), there);
                if ((value & MEDIUM) != 0) {
                    return OptionalLong.empty();
                }
                quarters += value;
            }
        }
        return OptionalLong.of((long) Math.ceil(quarters * factor(model) / QUARTERS));
    }

    /** Looking at a name takes as long as looking at a kilobyte. */
    private double factor(String model) {
        Double known = factors.get(model);
        if (known != null) {
            return known;
        }
        double factor = Family.of("", model).factor();
        if (factors.size() < FACTORS) {
            factors.put(model, factor);
        }
        return factor;
    }

    private long value(byte[] piece, int length, int there) {
        long print = fingerprint.of(piece, 0, there);
        int place = (int) (print & (REMEMBERED - 1));
        long known = remembered.get(place);
        if (((known ^ print) & ~VALUE) == 0) {
            return known & VALUE;
        }
        long value = Measure.quarters(piece, length) | (speaksOfMedia(piece, there) ? MEDIUM : 0);
        remembered.set(place, (print & ~VALUE) | value);
        return value;
    }

    private static boolean speaksOfMedia(byte[] piece, int there) {
        for (int i = 0; i < there; i++) {
            if (piece[i] == '"') {
                for (byte[] word : MEDIA) {
                    if (begins(piece, i, there, word)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean begins(byte[] piece, int at, int there, byte[] word) {
        if (at + word.length > there) {
            return false;
        }
        for (int i = 1; i < word.length; i++) {
            if (piece[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
