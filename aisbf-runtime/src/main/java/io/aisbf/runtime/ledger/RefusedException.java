// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.ledger;

/** A file that is not ours to write, for good: the message says why and what to do. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
