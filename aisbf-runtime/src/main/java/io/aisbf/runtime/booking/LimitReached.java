// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.booking;

import io.aisbf.runtime.health.Absence;

/** A limit does not allow an attempt now. Nothing was sent; another candidate may have room. */
public final class LimitReached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Absence absence;

    LimitReached(Absence absence) {
        super(absence.words(), null, false, false);
        this.absence = absence;
    }

    /** What is told of the candidate. */
    public Absence absence() {
        return absence;
    }
}
