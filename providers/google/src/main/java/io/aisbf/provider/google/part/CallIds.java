// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.part;

import java.util.Optional;

/** Gives ids to calls and results that have none. */
public interface CallIds {
    /** The id of a call. */
    String ofCall(Optional<String> id, String tool);

    /** The id of the call that a result answers. */
    String ofResult(Optional<String> id, String tool);
}
