// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.testing.CondensationMethodContract;

class ConversationalTest extends CondensationMethodContract {
    @Override
    protected CondensationMethodFactory factory() {
        return new ConversationalFactory();
    }
}
