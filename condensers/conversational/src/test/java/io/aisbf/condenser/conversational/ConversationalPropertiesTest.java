// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.text.testing.TalkProperties;

class ConversationalPropertiesTest extends TalkProperties {
    @Override
    protected CondensationMethodFactory factory() {
        return new ConversationalFactory();
    }
}
