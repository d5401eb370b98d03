// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;

class LeastBusyContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new LeastBusyFactory();
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
