// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.select.Price;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the configuration says of a model.
 *
 * @param name the provider's name of it
 * @param contextSize tokens it accepts
 * @param condenseContext percent of the context size from which a conversation is condensed
 * @param condenseMethods the methods, in order
 * @param patience how long it is waited for, where that differs from its provider's
 * @param price what it charges
 * @param output tokens its answers are taken to have at most where the client sets no limit
 */
public record ModelEntry(
        String name,
        OptionalLong contextSize,
        OptionalInt condenseContext,
        List<String> condenseMethods,
        Optional<Patience> patience,
        Optional<Price> price,
        OptionalLong output) {
    public ModelEntry {
        condenseMethods = List.copyOf(condenseMethods);
    }

    /** A model with the patience of its provider and an unknown price. */
    public ModelEntry(
            String name, OptionalLong contextSize, OptionalInt condenseContext, List<String> condenseMethods) {
        this(
                name,
                contextSize,
                condenseContext,
                condenseMethods,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }
}
