// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes providers that answer without a network, the same to the same question: what the bundled configuration uses,
 * and what clients and the gateway itself are developed and load-tested against. All settings are optional; {@link
 * Manner} says what they mean.
 */
public final class EchoFactory implements ProviderFactory {
    private static final int DIMENSIONS = 256;

    private final Pace.Patience patience;

    /** For ServiceLoader. */
    public EchoFactory() {
        this(Pace.Patience.REAL);
    }

    /** Waits as it is told to. */
    EchoFactory(Pace.Patience patience) {
        this.patience = patience;
    }

    @Override
    public String type() {
        return "echo";
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        Manner manner = Manner.PLAIN.with(new ConfiguredValues(settings));
        int failRate = settings.integer("fail_rate").orElse(0);
        if (failRate < 0) {
            throw settings.wrong(
                    "fail_rate", failRate + " is negative; 3 lets every third call fail, 0 none for its own sake");
        }
        int dimensions = settings.integer("dimensions").orElse(DIMENSIONS);
        if (dimensions < 1 || dimensions > HashedVectors.LONGEST) {
            throw settings.wrong("dimensions", dimensions + " is not between 1 and " + HashedVectors.LONGEST);
        }
        boolean directives = settings.bool("directives").orElse(true);
        Echo.Habits habits = new Echo.Habits(manner, failRate, directives, dimensions, models(settings));
        return new Echo(habits, context.json(), patience);
    }

    private static List<ModelInfo> models(Settings settings) {
        List<ModelInfo> models = settings.sections("models").stream()
                .map(model -> new ModelInfo(model.text("name").orElseGet(model::name), settings.name(), context(model)))
                .toList();
        return models.isEmpty() ? List.of(new ModelInfo("echo", settings.name(), OptionalLong.empty())) : models;
    }

    private static OptionalLong context(Settings model) {
        return model.number("context_size")
                .map(tokens -> OptionalLong.of(tokens.longValue()))
                .orElse(OptionalLong.empty());
    }

    /** A manner from the configuration file. */
    private record ConfiguredValues(Settings settings) implements Manner.Values {
        @Override
        public Optional<String> text(String key) {
            return settings.text(key);
        }

        @Override
        public Optional<Integer> integer(String key) {
            return settings.integer(key);
        }

        @Override
        public Optional<Duration> duration(String key) {
            return settings.duration(key);
        }

        @Override
        public Optional<Manner.Values> section(String key) {
            return settings.section(key).map(ConfiguredValues::new);
        }

        @Override
        public RuntimeException wrong(String key, String problem) {
            return settings.wrong(key, problem);
        }
    }
}
