// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.count;

/**
 * The bytes behind a text in base64, read one at a time where they are wanted: the size of a picture stands in a few of
 * its millions of bytes. Both alphabets are read (RFC 4648, sections 4 and 5). Immutable.
 */
final class Base64Bytes {
    private static final int QUAD = 4;
    private static final int TRIPLE = 3;
    private static final int SEXTET = 6;
    private static final int MASK = 0xff;

    private final String text;
    private final int length;

    Base64Bytes(String text) {
        this.text = text;
        int end = text.length();
        while (end > 0 && end > text.length() - TRIPLE && text.charAt(end - 1) == '=') {
            end--;
        }
        length = (int) ((long) end * TRIPLE / QUAD);
    }

    /** How many bytes there are. */
    int length() {
        return length;
    }

    /** A byte; −1 behind the end, or where the text is not base64. */
    int at(long index) {
        if (index < 0 || index >= length) {
            return -1;
        }
        int quad = (int) (index / TRIPLE) * QUAD;
        int place = (int) (index % TRIPLE);
        int high = digit(quad + place);
        int low = digit(quad + place + 1);
        if (high < 0 || low < 0) {
            return -1;
        }
        // Two digits are twelve bits, of which the first byte of three begins with the first, the next two further on.
        return (((high << SEXTET) | low) >> (2 * (TRIPLE - 1 - place))) & MASK;
    }

    private int digit(int index) {
        char c = index < text.length() ? text.charAt(index) : '=';
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }
}
