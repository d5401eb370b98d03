// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.selector.weighted.WeightedFactory;

/** The selection strategy {@code weighted}: candidates in a random order, heavy ones sooner. */
module io.aisbf.selector.weighted {
    requires io.aisbf.api;

    provides SelectionStrategyFactory with
            WeightedFactory;
}
