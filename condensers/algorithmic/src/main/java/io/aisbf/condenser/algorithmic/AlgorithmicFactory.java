// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.algorithmic;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import java.util.List;
import java.util.Set;

/**
 * Makes {@link Algorithmic}. Its setting {@code prose_drop} says how many times shorter prose may become by leaving out
 * its emptiest words, from 1, the default, which leaves out none, to 1.25.
 */
public final class AlgorithmicFactory implements CondensationMethodFactory {
    private static final double MOST = 1.25;
    private static final List<String> OF_EVERY_METHOD = List.of("model", "max_context", "prompt");

    /** For ServiceLoader. */
    public AlgorithmicFactory() {}

    @Override
    public String type() {
        return "algorithmic";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("algoritmic");
    }

    @Override
    public CondensationMethod create(Settings settings, PluginContext context) {
        double drop = settings.number("prose_drop").orElse(1.0);
        if (!(drop >= 1 && drop <= MOST)) {
            throw settings.wrong(
                    "prose_drop",
                    "prose may become 1 to 1.25 times shorter, found " + drop + "; 1 is the default and drops nothing");
        }
        // It asks no model, but what is set for all methods is not a mistake here.
        OF_EVERY_METHOD.forEach(settings::text);
        return new Algorithmic(context.tokens(), drop);
    }
}
