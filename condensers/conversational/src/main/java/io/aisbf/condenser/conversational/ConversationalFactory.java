// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.conversational;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.text.talk.Janitor;

/** Makes {@link Conversational}. Its settings are those of every method, and {@code timeout} for its model. */
public final class ConversationalFactory implements CondensationMethodFactory {
    /** For ServiceLoader. */
    public ConversationalFactory() {}

    @Override
    public String type() {
        return "conversational";
    }

    @Override
    public CondensationMethod create(Settings settings, PluginContext context) {
        return new Conversational(context.tokens(), Janitor.of(settings, context));
    }
}
