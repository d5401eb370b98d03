// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles;

/** A request breaks a rule of the provider; the double answers it as the provider would. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String path;

    /** Which rule. */
    public enum Kind {
        /** A member nobody knows. */
        UNKNOWN,
        /** A member that has to be there. */
        MISSING,
        /** Anything else; the message says it in the provider's words. */
        WORDS
    }

    private Violation(Kind kind, String path, String message) {
        super(message);
        this.kind = kind;
        this.path = path;
    }

    /** {@return a rule that is broken, in the provider's words} */
    public static Violation of(String path, String message) {
        return new Violation(Kind.WORDS, path, message);
    }

    static Violation unknown(String path) {
        return new Violation(Kind.UNKNOWN, path, "unknown member " + path);
    }

    static Violation missing(String path) {
        return new Violation(Kind.MISSING, path, "missing member " + path);
    }

    /** {@return which rule} */
    public Kind kind() {
        return kind;
    }

    /** {@return where, as {@code messages[1].content}} */
    public String path() {
        return path;
    }

    /** {@return what is wrong, in words} */
    public String words() {
        return String.valueOf(getMessage());
    }
}
