// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.health;

import io.aisbf.api.call.CallException;

/**
 * A question to a provider that costs nothing, such as for the list of its models, asked before a call is risked on
 * what has failed. Run on a virtual thread of its own, which is interrupted when it takes too long.
 */
@FunctionalInterface
public interface Probe {
    /**
     * Asks.
     *
     * @throws CallException if it fails
     * @throws InterruptedException if it was interrupted
     */
    void run() throws InterruptedException;
}
