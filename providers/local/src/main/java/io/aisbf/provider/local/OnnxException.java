// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

/** The native library is not there, cannot be loaded, or says that something failed; the message is for people. */
public final class OnnxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OnnxException(String message) {
        super(message);
    }

    OnnxException(String message, Throwable cause) {
        super(message, cause);
    }
}
