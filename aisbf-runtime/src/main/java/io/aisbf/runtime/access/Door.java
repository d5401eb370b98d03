// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.access;

/** What an endpoint is, as far as it matters who may come in. */
public enum Door {
    /** Says no more than that the gateway is there, or how it is: for everybody. */
    OPEN,
    /** Answers with models, or tells which there are: for clients. */
    MODELS,
    /** What was used, and how full limits are: for operators, and for clients as far as it is their own. */
    FIGURES,
    /** What the gateway does, and what changes that: for operators. */
    OPERATORS
}
