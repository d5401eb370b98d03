// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.asking;

import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.FixedContext;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.Map;

class AskingContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new AskingFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "selection_model", "picker",
                "fallback", "echo/a",
                "prompt", "Choose.",
                "timeout", "5s",
                "max_tokens", 40,
                "cache_size", 10,
                "cache_time", "1m");
    }

    @Override
    protected FixedContext context() {
        return FixedContext.of(json())
                .withModels((request, call) -> Scripted.response(Scripted.tag("rotation/c"), FinishReason.Known.STOP));
    }

    @Override
    protected boolean ranksAll() {
        return true;
    }
}
