// SPDX-License-Identifier: GPL-3.0-or-later
/** The condensation method {@code hierarchical}: what must stay, what is new, and the rest by its age. */
module io.aisbf.condenser.hierarchical {
    requires io.aisbf.api;
    requires io.aisbf.text;

    provides io.aisbf.api.condense.CondensationMethodFactory with
            io.aisbf.condenser.hierarchical.HierarchicalFactory;
}
