// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

/**
 * The configuration is wrong. The message says where (file and line, where known), what was found and what to write
 * instead. It stops the start, or keeps a reload from happening; it never reaches a client.
 */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** A sentence that says where, what was found, and what to write instead. */
    public SettingsException(String message) {
        super(message);
        this.message = message;
    }

    /** A sentence that says where, what was found, and what to write instead; with what led to it. */
    public SettingsException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return message;
    }
}
