// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.route;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.provider.Provider;
import io.aisbf.runtime.fit.ModelEntry;
import java.util.Map;
import java.util.Optional;

/**
 * A configured provider as the dispatcher knows it.
 *
 * @param name the operator's name of it
 * @param plugin the plugin it comes from, for messages
 * @param provider the instance; empty when its plugin is not there
 * @param absence why there is no instance; empty when there is one
 * @param models what the configuration says of its models, by name, in the order of the file
 */
public record ProviderEntry(
        String name,
        String plugin,
        Optional<Provider> provider,
        Optional<String> absence,
        Map<String, ModelEntry> models) {
    /** Why it cannot be asked now, if it cannot. */
    public Optional<String> unavailable() {
        return absence.or(() -> provider.flatMap(Provider::unavailable));
    }

    /**
     * The instance.
     *
     * @throws CallException {@code UNAVAILABLE} with the reason if it cannot be asked
     */
    Provider instance() {
        return provider.orElseThrow(() -> new CallException(
                Failure.UNAVAILABLE, "provider '" + name + "' cannot be asked: " + absence.orElse("it is not there")));
    }

    /** How it is named in messages. */
    String label() {
        return "provider '" + name + "' (plugin " + plugin + ")";
    }
}
