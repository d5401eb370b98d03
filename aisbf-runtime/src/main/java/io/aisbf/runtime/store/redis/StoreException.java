// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.store.redis;

/**
 * The store did not answer, or not what it should have: whether it did what was asked of it, nobody knows. The message
 * goes on where a sentence began with the store, and holds no secret.
 */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 200;

    StoreException(String words) {
        super(printable(words));
    }

    StoreException(String words, Throwable cause) {
        super(printable(words), cause);
    }

    /** What the other side said goes into logs, so it shall be short and of one line. */
    private static String printable(String words) {
        String line = words.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
