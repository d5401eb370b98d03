// SPDX-License-Identifier: GPL-3.0-or-later
package acme.provider;

import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Settings;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;

/** Found by ServiceLoader; does nothing until the configuration has a provider with {@code type: acme}. */
public final class AcmeFactory implements ProviderFactory {
    @Override
    public String type() {
        return "acme";
    }

    @Override
    public Provider create(Settings settings, PluginContext context) {
        // Every key that means something is read here; one that nobody reads is reported to the operator as a mistake.
        String greeting = settings.text("greeting").orElse("hello from acme");
        if (greeting.isBlank()) {
            throw settings.wrong("greeting", "is empty; write a few words");
        }
        return new AcmeProvider(greeting);
    }
}
