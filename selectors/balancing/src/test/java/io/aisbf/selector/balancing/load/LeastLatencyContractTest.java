// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.load;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class LeastLatencyContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new LeastLatencyFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("half_life", "10s");
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
