// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.text.testing.TalkProperties;

class HierarchicalPropertiesTest extends TalkProperties {
    @Override
    protected CondensationMethodFactory factory() {
        return new HierarchicalFactory();
    }
}
