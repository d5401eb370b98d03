// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class EmbeddingContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new EmbeddingFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "model",
                "local/all-minilm-l6-v2",
                "refuse",
                5,
                "sticky",
                true,
                "margin",
                0.4,
                "session",
                "30m",
                "header",
                "x-conversation");
    }

    @Override
    protected FixedContext context() {
        return super.context().withModels(new WordBags());
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
