// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;

class WeightedContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new WeightedFactory();
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
