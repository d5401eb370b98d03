// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.rules;

import io.aisbf.api.select.SelectionStrategyFactory;
import io.aisbf.api.testing.SelectionStrategyContract;
import java.util.List;
import java.util.Map;

class RulesContractTest extends SelectionStrategyContract {
    @Override
    protected SelectionStrategyFactory factory() {
        return new RulesFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of(
                "rules",
                List.of(
                        Map.of("name", "short", "when", Map.of("tokens", "<100"), "use", List.of("echo/d", "echo/b")),
                        Map.of("when", Map.of("language", "en", "matches", "one"), "use", "echo/a")));
    }
}
