// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class CascadeContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new CascadeFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("strong", "echo/b", "weak", "echo/a", "share", 0.4);
    }

    @Override
    protected FixedContext context() {
        return super.context().withModels(new WordVectors());
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
