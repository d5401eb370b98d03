// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.cost;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class CheapestContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new CheapestFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("output_tokens", 800);
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
