// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;

class RoundRobinContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new RoundRobinFactory();
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
