// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.condenser.semantic;

import io.aisbf.api.condense.CondensationMethod;
import io.aisbf.api.condense.CondensationMethodFactory;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import java.time.Duration;
import java.util.Optional;

/** The condensation method {@code semantic}: what matters for the question is kept, word for word. */
public final class SemanticFactory implements CondensationMethodFactory {
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final int CONTEXT = 32_000;

    /** For the service loader. */
    public SemanticFactory() {}

    @Override
    public String type() {
        return "semantic";
    }

    @Override
    public CondensationMethod create(Settings settings, PluginContext context) {
        Optional<String> model = settings.text("model");
        int size = settings.integer("max_context").orElse(CONTEXT);
        Optional<String> prompt = settings.text("prompt");
        Duration timeout = settings.duration("timeout").orElse(TIMEOUT);
        Optional<Janitor> janitor =
                model.map(target -> new Janitor(context, target, size, prompt.orElse(Janitor.PROMPT), timeout));
        return new Semantic(context.tokens(), janitor);
    }
}
