// SPDX-License-Identifier: GPL-3.0-or-later
/** The condensation method {@code conversational}: an extract under headings, or a summary that is checked. */
module io.aisbf.condenser.conversational {
    requires io.aisbf.api;
    requires io.aisbf.text;

    provides io.aisbf.api.condense.CondensationMethodFactory with
            io.aisbf.condenser.conversational.ConversationalFactory;
}
