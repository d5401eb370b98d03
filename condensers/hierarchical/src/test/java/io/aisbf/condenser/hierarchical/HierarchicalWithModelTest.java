// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.testing.CondensationMethodContract;
import java.util.Map;

class HierarchicalWithModelTest extends CondensationMethodContract {
    @Override
    protected CondensationMethodFactory factory() {
        return new HierarchicalFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("model", "small/model", "max_context", 8192, "prompt", "Say it in a line each.", "timeout", "5s");
    }
}
