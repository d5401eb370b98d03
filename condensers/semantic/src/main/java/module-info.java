// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.condenser.semantic.SemanticFactory;

/** The condensation method that keeps what matters for the question. */
module io.aisbf.condenser.semantic {
    requires io.aisbf.api;
    requires io.aisbf.text;

    provides CondensationMethodFactory with
            SemanticFactory;
}
