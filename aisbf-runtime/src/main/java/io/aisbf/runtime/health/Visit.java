// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;

/**
 * One call that is under way at a place. Ends by exactly one of {@link #answered}, {@link #failed} and {@link
 * #abandoned}; any later word is ignored. Used by whichever thread has the call in hand.
 */
public interface Visit {
    /**
     * The first piece of its answer is there: if this call was on trial, the others need not wait for its end, which
     * may be minutes away. Ends nothing and forgets nothing; may be left out.
     */
    default void answering() {}

    /** It answered: whatever was held against it is forgotten. */
    void answered();

    /** It failed; the table of failures says what follows. */
    void failed(CallException failure);

    /** Nobody waited for it any longer; that says nothing for or against it. */
    void abandoned();
}
