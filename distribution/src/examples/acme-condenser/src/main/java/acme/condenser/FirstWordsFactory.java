// SPDX-License-Identifier: GPL-3.0-or-later
package acme.condenser;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;

/**
 * A plain jar without module-info: found by its file in META-INF/services. Models name it with {@code condense_method:
 * first-words}.
 */
public final class FirstWordsFactory implements CondensationMethodFactory {
    @Override
    public String type() {
        return "first-words";
    }

    @Override
    public CondensationMethod create(Settings settings, PluginContext context) {
        return new FirstWords();
    }
}
