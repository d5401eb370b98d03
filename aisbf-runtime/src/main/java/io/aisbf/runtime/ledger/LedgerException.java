// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

/** The ledger cannot answer now; the message says where, why and what to do. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    LedgerException(String message) {
        super(message);
    }

    LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
