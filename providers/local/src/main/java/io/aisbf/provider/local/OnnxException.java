// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

/** The native library is not there, cannot be loaded, or says that something failed. */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String message;

    OnnxException(String message) {
        super(message);
        this.message = message;
    }

    OnnxException(String message, Throwable cause) {
        super(message, cause);
        this.message = message;
    }

    /** What was found and what to do, for people. */
    @Override
    public String getMessage() {
        return message;
    }
}
