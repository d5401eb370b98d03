// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.local;

import io.aisbf.api.plugin.PluginFactory;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.testing.PluginContract;
import java.util.Map;

/** The contract of every plugin; that of providers begins with a chat, which this one has not. */
class LocalContractTest extends PluginContract<Provider> {
    @Override
    protected PluginFactory<Provider> factory() {
        return new LocalFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.of("threads", 2, "parallel", 3);
    }
}
