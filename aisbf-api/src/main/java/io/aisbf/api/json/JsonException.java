// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.json;

/**
 * Bytes that are not the JSON somebody expected. The message says where and what was found, never quotes more than a
 * few characters, and may be shown to the client. At the door the gateway turns it into a 400; met in an upstream's
 * answer it is a malformed reply.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** A sentence that says where and what. */
    public JsonException(String message) {
        super(message);
        this.message = message;
    }

    /** A sentence that says where and what, with what led to it. */
    public JsonException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** The sentence. */
    @Override
    public String getMessage() {
        return message;
    }
}
