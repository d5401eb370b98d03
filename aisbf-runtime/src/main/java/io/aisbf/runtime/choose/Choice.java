// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.choose;

import io.aisbf.api.select.Decision;
import io.aisbf.api.select.SelectionStrategy.Candidate;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a group's candidates are tried, and how it came about.
 *
 * @param order at least one candidate
 * @param by the word of the strategy that decided, {@link #FALLBACK} where none was sure enough, or nothing where nobody
 *     was there to decide
 * @param decision what that strategy says of it; empty where it says nothing but the order
 * @param passed what the strategies said that left the choice to others, in words
 */
public record Choice(List<Candidate> order, String by, Optional<Decision> decision, List<String> passed) {
    /** What decided where no strategy did: the operator's own word. */
    public static final String FALLBACK = "fallback";

    public Choice {
        order = List.copyOf(order);
        passed = List.copyOf(passed);
    }
}
