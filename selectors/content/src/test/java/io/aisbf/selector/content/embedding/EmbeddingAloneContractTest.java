// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;

/** Where nobody makes embeddings. */
class EmbeddingAloneContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new EmbeddingFactory();
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
