// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config.bounds;

import io.aisbf.runtime.config.tree.Part;
import java.util.List;

/**
 * What one place of the configuration, the whole file or one provider, says of money and of exceeded limits.
 *
 * @param budgets money that may be spent there in all; empty for any amount, and never two for the same period
 * @param onLimit what becomes of a provider one of whose limits is reached
 */
public record Bounds(List<Budget> budgets, OnLimit onLimit) {
    public Bounds {
        budgets = List.copyOf(budgets);
    }

    /**
     * Reads {@code budget} and {@code on_limit} of a map.
     *
     * @param usual what holds where {@code on_limit} is not written
     */
    public static Bounds read(Part part, OnLimit usual) {
        return new Bounds(Budget.read(part), OnLimit.read(part).orElse(usual));
    }
}
