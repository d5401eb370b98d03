// SPDX-License-Identifier: GPL-3.0-or-later
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.selector.content.asking.AskingFactory;
import io.aisbf.selector.content.cascade.CascadeFactory;
import io.aisbf.selector.content.embedding.EmbeddingFactory;
import io.aisbf.selector.content.rules.RulesFactory;

/**
 * The selection strategies that read what is asked: by rules, by what it is like, by how hard it seems, and by asking a
 * model.
 */
module io.aisbf.selector.content {
    requires io.aisbf.api;

    provides SelectionStrategyFactory with
            AskingFactory,
            CascadeFactory,
            EmbeddingFactory,
            RulesFactory;
}
