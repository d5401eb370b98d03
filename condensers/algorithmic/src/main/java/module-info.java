// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.condenser.algorithmic.AlgorithmicFactory;

/** Condensation of what machines wrote: JSON, logs, stack traces, diffs, repetitions and blobs. Asks no model. */
module io.aisbf.condenser.algorithmic {
    requires io.aisbf.api;

    provides CondensationMethodFactory with
            AlgorithmicFactory;
}
