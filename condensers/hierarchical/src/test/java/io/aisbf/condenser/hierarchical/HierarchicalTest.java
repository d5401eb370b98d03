// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.testing.CondensationMethodContract;

class HierarchicalTest extends CondensationMethodContract {
    @Override
    protected CondensationMethodFactory factory() {
        return new HierarchicalFactory();
    }
}
