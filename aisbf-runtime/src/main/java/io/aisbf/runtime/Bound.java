// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.runtime.booking.Booking;
import io.aisbf.runtime.config.CandidateConfig;
import io.aisbf.runtime.config.Configuration;
import io.aisbf.runtime.config.ModelConfig;
import io.aisbf.runtime.config.ModelLimits.Rates;
import io.aisbf.runtime.config.ProviderConfig;
import io.aisbf.runtime.config.tree.Value;
import io.aisbf.runtime.limits.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limits that a configuration sets, as they are kept. */
final class Bound {
    private static final List<String> VENDORS = List.of(
            "//api.openai.com/",
            "//api.anthropic.com",
            "//generativelanguage.googleapis.com/",
            "//api.mistral.ai/",
            "//api.deepseek.com",
            "//api.groq.com/",
            "//api.x.ai/");

    private Bound() {}

    /** All limits. */
    static Limits limits(Configuration configuration) {
        Map<String, Limits.Provider> providers = new LinkedHashMap<>();
        configuration.providers().values().forEach(config -> providers.put(config.name(), provider(config)));
        Map<String, Map<String, Rates>> rotations = new LinkedHashMap<>();
        configuration.rotations().values().forEach(config -> {
            Map<String, Rates> targets = new LinkedHashMap<>();
            for (CandidateConfig candidate : config.candidates()) {
                targets.put(candidate.target(), candidate.limits().rates());
            }
            rotations.put(config.name(), targets);
        });
        Map<String, Limits.Whole> clients = new LinkedHashMap<>();
        configuration
                .access()
                .ifPresent(access -> access.keys()
                        .forEach(key -> clients.put(key.name(), new Limits.Whole(key.rates(), key.budgets()))));
        Limits.Whole total =
                new Limits.Whole(configuration.rates(), configuration.bounds().budgets());
        return new Limits(providers, rotations, clients, total);
    }

    /** What becomes of each provider one of whose limits is reached. */
    static Map<String, Booking.Terms> terms(Configuration configuration) {
        Map<String, Booking.Terms> terms = new LinkedHashMap<>();
        configuration
                .providers()
                .values()
                .forEach(config -> terms.put(
                        config.name(),
                        new Booking.Terms(type(config), config.bounds().onLimit())));
        return terms;
    }

    /** What kind of provider each one is, as prices and vocabularies go by. */
    static Map<String, String> types(Configuration configuration) {
        Map<String, String> types = new LinkedHashMap<>();
        configuration.providers().values().forEach(config -> types.put(config.name(), type(config)));
        return types;
    }

    /**
     * The type that list prices go by; none where the endpoint is not the vendor's own, since others charge what they
     * like for models of the same name.
     */
    private static String type(ProviderConfig config) {
        Optional<String> endpoint = config.settings()
                .fields()
                .value("endpoint")
                .filter(Value.Scalar.class::isInstance)
                .map(value -> ((Value.Scalar) value).text());
        return endpoint.filter(address -> VENDORS.stream().noneMatch(address::contains))
                        .isPresent()
                ? ""
                : config.type();
    }

    private static Limits.Provider provider(ProviderConfig config) {
        Map<String, Rates> models = new LinkedHashMap<>();
        for (ModelConfig model : config.models()) {
            models.put(model.name(), model.limits().rates());
        }
        return new Limits.Provider(
                config.rates(),
                models,
                config.defaults().rates(),
                Map.of(),
                config.bounds().budgets());
    }
}
