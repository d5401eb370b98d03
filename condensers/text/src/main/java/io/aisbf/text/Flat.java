// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.text;

/** Texts on one line. */
public final class Flat {
    private Flat() {}

    /** The text with a space for every run of white space, and none at its ends. */
    public static String of(String text) {
        int length = text.length();
        StringBuilder flat = new StringBuilder(length);
        boolean space = false;
        for (int at = 0; at < length; at++) {
            char c = text.charAt(at);
            if (c <= ' ' || Character.isWhitespace(c)) {
                space = !flat.isEmpty();
            } else {
                if (space) {
                    flat.append(' ');
                    space = false;
                }
                flat.append(c);
            }
        }
        return flat.toString();
    }
}
