// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.balancing.session;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class StickyContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new StickyFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("header", "x-conversation");
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
