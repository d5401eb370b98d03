// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.provider.Provider;
import io.aisbf.api.provider.ProviderFactory;
import io.aisbf.api.testing.MapSettings;
import io.aisbf.api.testing.ProviderContract;
import java.util.List;
import java.util.Map;

class EchoContractTest extends ProviderContract {
    @Override
    protected ProviderFactory factory() {
        return new EchoFactory();
    }

    @Override
    protected Map<String, Object> settings() {
        return Map.ofEntries(
                Map.entry("delay", "1ms"),
                Map.entry("chunk_delay", "1ms"),
                Map.entry("chunk", 2),
                Map.entry("reply", "You said: {text}"),
                Map.entry("reasoning", "Somebody spoke."),
                Map.entry("length", 12),
                Map.entry("fail", "OVERLOADED"),
                Map.entry("retry_after", "3s"),
                Map.entry("fail_after", 3),
                Map.entry("fail_rate", 1_000_000),
                Map.entry("usage", Map.of("input_tokens", 5, "output_tokens", 6)),
                Map.entry("directives", true),
                Map.entry("dimensions", 8),
                Map.entry("models", List.of(Map.of("name", "big", "context_size", 128_000))));
    }

    @Override
    protected Provider waiting() {
        return factory().create(MapSettings.of(Map.of("delay", "1d")), context());
    }
}
