// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import java.nio.file.Path;

/** Where what survives a restart is kept, as whoever starts the gateway wants it. */
public sealed interface StateFolder {
    /** Where the configuration says, or else in {@code ~/.aisbf/state}. */
    record Configured() implements StateFolder {}

    /** In that folder, whatever the configuration says. */
    record In(Path folder) implements StateFolder {}

    /** Nowhere: nothing survives. */
    record Nowhere() implements StateFolder {}
}
