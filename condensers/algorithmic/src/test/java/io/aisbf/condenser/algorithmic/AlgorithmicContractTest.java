// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.testing.CondensationMethodContract;
import java.util.Map;

class AlgorithmicContractTest extends CondensationMethodContract {
    @Override
    protected CondensationMethodFactory factory() {
        return new AlgorithmicFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("prose_drop", 1.2);
    }
}
