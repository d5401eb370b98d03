// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import java.nio.charset.StandardCharsets;

/** Places in a text, which Google counts in bytes of UTF-8. */
final class Offsets {
    private Offsets() {}

    /** How many bytes stand before a place. */
    static int bytes(String text, int units) {
        return text.substring(0, Math.clamp(units, 0, text.length())).getBytes(StandardCharsets.UTF_8).length;
    }

    /** How many UTF-16 units stand before a byte. */
    static int units(String text, int bytes) {
        int counted = 0;
        int at = 0;
        while (at < text.length() && counted < bytes) {
            int point = text.codePointAt(at);
            counted += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            at += Character.charCount(point);
        }
        return at;
    }
}
