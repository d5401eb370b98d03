// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.tree;

/** A file that is no YAML or JSON, or is beyond the bounds; nothing in it can be used. */
public final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Position position;

    UnreadableException(Position position, String message) {
        super(message);
        this.position = position;
    }

    /** Where reading ended. */
    public Position position() {
        return position;
    }
}
