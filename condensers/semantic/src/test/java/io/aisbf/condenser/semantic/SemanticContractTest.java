// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.testing.CondensationMethodContract;
import java.util.Map;

class SemanticContractTest extends CondensationMethodContract {
    @Override
    protected CondensationMethodFactory factory() {
        return new SemanticFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("model", "test/small", "max_context", 8_000, "prompt", "Choose.", "timeout", "5s");
    }
}
