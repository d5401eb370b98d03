// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.share;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class PriorityContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new PriorityFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("by", "weight");
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
