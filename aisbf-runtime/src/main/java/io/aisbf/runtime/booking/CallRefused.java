// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import io.aisbf.api.call.CallException;

/**
 * A limit that holds for all that the client asks, or for all that is asked at all, does not allow an attempt. Nothing
 * was sent, no other candidate has room, and nobody is to blame for it, so that the call ends here.
 */
public final class CallRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallException told;

    CallRefused(CallException told) {
        super(told.getMessage(), null, false, false);
        this.told = told;
    }

    /** What the client is told. */
    public CallException told() {
        return told;
    }
}
