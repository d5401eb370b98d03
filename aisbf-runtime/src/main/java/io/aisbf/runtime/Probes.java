// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime;

import io.aisbf.api.call.Call;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.health.Place;
import io.aisbf.runtime.health.Probe;
import io.aisbf.runtime.route.ProviderEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What can be asked at no cost of the providers of one generation: of those whose plugin has a probe, with the very key
 * that is left alone. Immutable; only looks things up.
 */
final class Probes implements Function<Place, Optional<Probe>> {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Map<String, ProviderEntry> providers = new HashMap<>();

    Probes(Collection<ProviderEntry> entries) {
        entries.forEach(entry -> providers.put(entry.name(), entry));
    }

    @Override
    public Optional<Probe> apply(Place place) {
        return Optional.ofNullable(providers.get(place.provider()))
                .flatMap(entry -> entry.keys().stream()
                        .filter(key -> place.key().isEmpty() || key.id().equals(place.key()))
                        .map(ProviderEntry.Key::provider)
                        .filter(provider -> provider.unavailable().isEmpty())
                        .flatMap(provider -> probe(entry, provider).stream())
                        .findFirst());
    }

    private static Optional<Probe> probe(ProviderEntry entry, Provider provider) {
        return provider instanceof Provider.Probe living
                ? Optional.of(() -> Contained.run(entry.label(), () -> {
                    living.probe(Call.start("probe-" + entry.name(), LIMIT));
                    return provider;
                }))
                : Optional.empty();
    }
}
