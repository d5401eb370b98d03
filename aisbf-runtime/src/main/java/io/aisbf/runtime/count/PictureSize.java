// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

import java.util.Optional;

/**
 * How large a picture is, as its first bytes say: PNG (RFC 2083, 4.1.1), GIF89a (section 18), JPEG (ITU-T T.81, B.2.2),
 * WebP (RFC 9649). What says something else is of unknown size; nothing is decoded and little is read.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
record PictureSize(int width, int height) {
    /** Segments of a JPEG that are passed before its size is given up. */
    private static final int SEGMENTS = 1000;

    /** The size of that picture, if it can be told. */
    static Optional<PictureSize> of(Base64Bytes bytes) {
        Optional<PictureSize> size = switch (bytes.at(0)) {
            case 0x89 -> of(big(bytes, 16, 4), big(bytes, 20, 4));
            case 'G' -> of(little(bytes, 6, 2), little(bytes, 8, 2));
            case 'R' -> webp(bytes);
            case 0xff -> jpeg(bytes);
            default -> Optional.empty();
        };
        return size.filter(found -> found.width() > 0 && found.height() > 0);
    }

    private static Optional<PictureSize> of(long width, long height) {
        return width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new PictureSize((int) width, (int) height));
    }

    private static Optional<PictureSize> webp(Base64Bytes bytes) {
        int fourteen = 0x3fff;
        return switch (bytes.at(15)) {
            case ' ' ->
                bytes.length() < 30
                        ? Optional.empty()
                        : of(little(bytes, 26, 2) & fourteen, little(bytes, 28, 2) & fourteen);
            case 'L' -> {
                long bits = little(bytes, 21, 4);
                yield bits < 0 ? Optional.empty() : of((bits & fourteen) + 1, ((bits >> 14) & fourteen) + 1);
            }
            case 'X' -> bytes.length() < 30 ? Optional.empty() : of(little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1);
            default -> Optional.empty();
        };
    }

    private static Optional<PictureSize> jpeg(Base64Bytes bytes) {
        long at = 2;
        for (int i = 0; i < SEGMENTS && bytes.at(at) == 0xff; i++) {
            int marker = bytes.at(at + 1);
            if (marker == 0xff) {
                at++;
            } else if (frame(marker)) {
                return of(big(bytes, at + 7, 2), big(bytes, at + 5, 2));
            } else {
                long length = big(bytes, at + 2, 2);
                if (length < 2) {
                    return Optional.empty();
                }
                at += 2 + length;
            }
        }
        return Optional.empty();
    }

    /** Whether a marker begins a frame: SOF0 to SOF15 without DHT, JPG and DAC, which stand between them. */
    private static boolean frame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** A number, its first byte the highest; −1 where the bytes end before it does. */
    private static long big(Base64Bytes bytes, long from, int count) {
        long number = 0;
        for (int i = 0; i < count; i++) {
            int next = bytes.at(from + i);
            if (next < 0) {
                return -1;
            }
            number = (number << Byte.SIZE) | next;
        }
        return number;
    }

    /** A number, its first byte the lowest; −1 where the bytes end before it does. */
    static long little(Base64Bytes bytes, long from, int count) {
        long number = 0;
        for (int i = count - 1; i >= 0; i--) {
            int next = bytes.at(from + i);
            if (next < 0) {
                return -1;
            }
            number = (number << Byte.SIZE) | next;
        }
        return number;
    }
}
