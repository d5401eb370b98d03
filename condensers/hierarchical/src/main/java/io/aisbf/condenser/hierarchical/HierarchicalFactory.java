// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.hierarchical;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.text.talk.Janitor;

/** Makes {@link Hierarchical}. Its settings are those of every method, and {@code timeout} for its model. */
public final class HierarchicalFactory implements CondensationMethodFactory {
    /** For ServiceLoader. */
    public HierarchicalFactory() {}

    @Override
    public String type() {
        return "hierarchical";
    }

    @Override
    public CondensationMethod create(Settings settings, PluginContext context) {
        return new Hierarchical(context.tokens(), Janitor.of(settings, context));
    }
}
