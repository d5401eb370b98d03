// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import java.util.Optional;

/** Something that is so of a request, or is not. For all threads. */
@FunctionalInterface
interface Condition {
    /** Why it holds, in a few words without any of the prompt; empty if it does not. */
    Optional<String> holds(Look look);
}
