// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.runtime.config.CandidateConfig;
import io.aisbf.runtime.config.ModelConfig;
import io.aisbf.runtime.config.ModelLimits;
import io.aisbf.runtime.config.ProviderConfig;
import io.aisbf.runtime.config.care.Timeouts;
import io.aisbf.runtime.route.Abilities;
import io.aisbf.runtime.route.Condensing;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.Patience;
import io.aisbf.runtime.route.ProviderEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the configuration says of models, as the dispatcher knows it: the nearer place first, then the wider ones. */
final class Entries {
    private final Map<String, ProviderEntry> providers;
    private final Map<String, String> aliases;

    /**
     * Entries for the candidates of groups.
     *
     * @param providers by name
     * @param aliases what each stands for, which is no alias
     */
    Entries(Map<String, ProviderEntry> providers, Map<String, String> aliases) {
        this.providers = providers;
        this.aliases = aliases;
    }

    /** How long a provider's models are waited for that say nothing themselves. */
    static Patience patience(ProviderConfig config) {
        return config.timeouts().over(Patience.DEFAULT);
    }

    /** A provider's models, by name. */
    static Map<String, ModelEntry> models(ProviderConfig config) {
        Map<String, ModelEntry> models = new LinkedHashMap<>();
        for (ModelConfig model : config.models()) {
            ModelEntry blank = blank(model.name(), new Abilities(model.capabilities()));
            models.put(model.name(), over(blank, model.limits(), patience(config)));
        }
        return models;
    }

    /** What each alias stands for in the end: one may stand for another. */
    static Map<String, String> resolved(Map<String, String> aliases) {
        Map<String, String> resolved = new LinkedHashMap<>();
        aliases.forEach((alias, target) -> {
            String end = target;
            for (int i = 0; i < aliases.size() && aliases.containsKey(end); i++) {
                end = aliases.getOrDefault(end, end);
            }
            resolved.put(alias, end);
        });
        return resolved;
    }

    /**
     * What a group says of its candidates' models, by target, with what it leaves open as the provider says it. A model
     * of which it says nothing is not among them.
     */
    Map<String, ModelEntry> within(List<CandidateConfig> candidates) {
        Map<String, ModelEntry> limits = new LinkedHashMap<>();
        for (CandidateConfig candidate : candidates) {
            String target = aliases.getOrDefault(candidate.target(), candidate.target());
            int slash = target.indexOf('/');
            ProviderEntry provider = slash < 0 ? null : providers.get(target.substring(0, slash));
            if (provider != null) {
                String model = target.substring(slash + 1);
                ModelEntry described = Optional.ofNullable(provider.models().get(model))
                        .orElseGet(() -> blank(model, Abilities.UNKNOWN));
                ModelEntry here =
                        over(described, candidate.limits(), described.patience().orElse(provider.patience()));
                if (!here.equals(described)) {
                    limits.putIfAbsent(target, here);
                }
            }
        }
        return limits;
    }

    private static ModelEntry over(ModelEntry wider, ModelLimits limits, Patience patience) {
        return new ModelEntry(
                wider.name(),
                limits.contextSize().isPresent() ? limits.contextSize() : wider.contextSize(),
                limits.maxRequestTokens().isPresent() ? limits.maxRequestTokens() : wider.maxRequest(),
                new Condensing(limits.condenseContext(), limits.condenseTo(), limits.condenseMethods())
                        .orElse(wider.condensing()),
                limits.timeouts().equals(Timeouts.NONE)
                        ? wider.patience()
                        : Optional.of(limits.timeouts().over(patience)),
                limits.price().or(wider::price),
                limits.maxOutputTokens().isPresent() ? limits.maxOutputTokens() : wider.output(),
                wider.abilities());
    }

    private static ModelEntry blank(String name, Abilities abilities) {
        return new ModelEntry(
                name,
                OptionalLong.empty(),
                OptionalLong.empty(),
                new Condensing(OptionalInt.empty(), OptionalInt.empty(), List.of()),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                abilities);
    }
}
