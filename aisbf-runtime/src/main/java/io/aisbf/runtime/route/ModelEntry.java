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
 * @param maxRequest tokens that one request may have before it is split
 * @param condensing how conversations with it are condensed
 * @param patience how long it is waited for, where that differs from its provider's
 * @param price what it charges
 * @param output tokens its answers are taken to have at most where the client sets no limit
 * @param abilities what it can do beside text
 */
public record ModelEntry(
        String name,
        OptionalLong contextSize,
        OptionalLong maxRequest,
        Condensing condensing,
        Optional<Patience> patience,
        Optional<Price> price,
        OptionalLong output,
        Abilities abilities) {
    /** A model of whose abilities nothing is said. */
    public ModelEntry(
            String name,
            OptionalLong contextSize,
            OptionalLong maxRequest,
            Condensing condensing,
            Optional<Patience> patience,
            Optional<Price> price,
            OptionalLong output) {
        this(name, contextSize, maxRequest, condensing, patience, price, output, Abilities.UNKNOWN);
    }

    /** A model with the patience of its provider, an unknown price and requests of any size. */
    public ModelEntry(
            String name, OptionalLong contextSize, OptionalInt condenseContext, List<String> condenseMethods) {
        this(
                name,
                contextSize,
                OptionalLong.empty(),
                new Condensing(condenseContext, OptionalInt.empty(), condenseMethods),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }
}
