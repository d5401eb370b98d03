// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.config;

import io.aisbf.runtime.config.bounds.Bounds;
import io.aisbf.runtime.config.care.Cooldown;
import io.aisbf.runtime.config.care.Timeouts;
import io.aisbf.runtime.config.tree.Part;
import io.aisbf.runtime.config.tree.Position;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.health.HealthPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A configured upstream.
 *
 * @param name what clients put before the slash
 * @param type word of the plugin that makes it
 * @param title 0.3.2's {@code name}: for people
 * @param settings what belongs to the plugin
 * @param models the models that are described
 * @param defaults limits of models that are not described ({@code default_...})
 * @param rates limits of the provider as a whole
 * @param bounds money that may be spent there, and what an exceeded limit means
 * @param timeouts how long its models are waited for
 * @param policy when it is left alone
 * @param lenient whether it stands in 0.3.2's {@code providers.json}
 * @param position where its name stands
 * @param typePosition where its type stands
 */
public record ProviderConfig(
        String name,
        String type,
        Optional<String> title,
        TrackedSettings.Source settings,
        List<ModelConfig> models,
        ModelLimits defaults,
        ModelLimits.Rates rates,
        Bounds bounds,
        Timeouts timeouts,
        HealthPolicy policy,
        boolean lenient,
        Position position,
        Position typePosition) {
    private static final Set<String> OWNED = Set.of(
            "id",
            "name",
            "type",
            "models",
            "timeouts",
            "cooldown",
            "retries",
            "max_concurrent",
            "budget",
            "on_limit",
            "rate_limit",
            "rate_limit_RPM",
            "rate_limit_TPM",
            "rate_limit_TPH",
            "rate_limit_TPD",
            "default_rate_limit",
            "default_rate_limit_RPM",
            "default_rate_limit_TPM",
            "default_rate_limit_TPH",
            "default_rate_limit_TPD",
            "default_max_request_tokens",
            "default_max_output_tokens",
            "default_context_size",
            "default_condense_context",
            "default_condense_to",
            "default_condense_method");

    /**
     * What the file says of all providers.
     *
     * @param cooldown when they are left alone
     * @param bounds what is spent in all, and what an exceeded limit means
     */
    record General(Cooldown cooldown, Bounds bounds) {}

    /** What is known of a model, if the file describes it. */
    public Optional<ModelConfig> model(String wanted) {
        return models.stream().filter(model -> model.name().equals(wanted)).findFirst();
    }

    /**
     * Reads one provider.
     *
     * @param spareKey what a rotation has for it
     * @param general what the file says of all providers
     */
    static Optional<ProviderConfig> read(
            Part.Named named, Part part, Optional<Value.Scalar> spareKey, General general) {
        Optional<String> type = type(named, part);
        checkId(named, part);
        Optional<String> title = part.text("name");
        ModelLimits defaults = ModelLimits.read(part, "default_");
        ModelLimits.Rates rates = ModelLimits.rates(part, "");
        rates.warnIfTooNarrow(part, defaults.maxOutputTokens());
        Bounds bounds = Bounds.read(part, general.bounds().onLimit());
        List<ModelConfig> models = models(part, defaults);
        TrackedSettings.Source settings =
                new TrackedSettings.Source(part.fields(), named.path(), named.name(), part.lenient(), OWNED, spareKey);
        settings.keys().oddities().forEach(part.complaints()::add);
        Timeouts timeouts = Timeouts.read(part);
        HealthPolicy policy = Cooldown.policy(part, general.cooldown());
        return type.map(word -> new ProviderConfig(
                named.name(),
                word,
                title,
                settings,
                models,
                defaults,
                rates,
                bounds,
                timeouts,
                policy,
                part.lenient(),
                named.position(),
                part.position("type")));
    }

    private static Optional<String> type(Part.Named named, Part part) {
        Optional<String> type = part.text("type");
        if (type.isEmpty()) {
            part.complaints()
                    .error(named.position(), named.path(), "has no type; write type: and the word of a plugin");
        }
        return type;
    }

    private static void checkId(Part.Named named, Part part) {
        part.text("id")
                .filter(id -> !id.equals(named.name()))
                .ifPresent(id -> part.odd(
                        part.position("id"),
                        part.path("id"),
                        "is '" + id + "' but the provider is called '" + named.name() + "'"));
    }

    private static List<ModelConfig> models(Part part, ModelLimits defaults) {
        List<ModelConfig> models = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Part item : part.parts("models")) {
            ModelConfig.read(item, defaults).ifPresent(model -> {
                if (seen.add(model.name())) {
                    models.add(model);
                } else {
                    item.odd(item.position(), item.path(), "the model '" + model.name() + "' is described twice");
                }
            });
        }
        return List.copyOf(models);
    }
}
