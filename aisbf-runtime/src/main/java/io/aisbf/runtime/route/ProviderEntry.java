// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.health.HealthPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configured provider as the dispatcher knows it.
 *
 * @param name the operator's name of it
 * @param plugin the plugin it comes from, for messages
 * @param keys one instance for each key it is configured with, in the order of the configuration; one where there is no
 *     key or the plugin knows none; none when its plugin is not there
 * @param absence why there is no instance; empty when there is one
 * @param models what the configuration says of its models, by name, in the order of the file
 * @param patience how long its models are waited for
 * @param policy when it is left alone
 */
public record ProviderEntry(
        String name,
        String plugin,
        List<Key> keys,
        Optional<String> absence,
        Map<String, ModelEntry> models,
        Patience patience,
        HealthPolicy policy) {
    public ProviderEntry {
        keys = List.copyOf(keys);
    }

    /** A provider with one instance, or none, the usual patience and the usual policy. */
    public ProviderEntry(
            String name,
            String plugin,
            Optional<Provider> provider,
            Optional<String> absence,
            Map<String, ModelEntry> models) {
        this(
                name,
                plugin,
                provider.map(instance -> new Key("", instance)).stream().toList(),
                absence,
                models,
                Patience.DEFAULT,
                HealthPolicy.DEFAULT);
    }

    /**
     * The provider as it is asked with one of its keys.
     *
     * @param id the key's name in messages, files and the trail: a few letters that tell keys apart and give none away;
     *     empty where there is only one way to ask
     */
    public record Key(String id, Provider provider) {}

    /** Why it cannot be asked now, if it cannot. */
    public Optional<String> unavailable() {
        if (absence.isPresent()) {
            return absence;
        }
        Optional<String> reason = Optional.empty();
        for (Key key : keys) {
            Optional<String> why = key.provider().unavailable();
            if (why.isEmpty()) {
                return why;
            }
            reason = reason.or(() -> why);
        }
        return reason;
    }

    /**
     * An instance, whichever key it has: for what is asked outside of rotations and cools nothing.
     *
     * @throws CallException {@code UNAVAILABLE} with the reason if there is none
     */
    public Provider instance() {
        return keys.stream()
                .map(Key::provider)
                .filter(provider -> provider.unavailable().isEmpty())
                .findFirst()
                .or(() -> keys.stream().map(Key::provider).findFirst())
                .orElseThrow(() -> new CallException(
                        Failure.UNAVAILABLE,
                        "provider '" + name + "' cannot be asked: " + absence.orElse("it is not there")));
    }

    /** How long that model is waited for. */
    public Patience patience(Optional<ModelEntry> model) {
        return model.flatMap(ModelEntry::patience).orElse(patience);
    }

    /** How it is named in messages. */
    public String label() {
        return "provider '" + name + "' (plugin " + plugin + ")";
    }
}
