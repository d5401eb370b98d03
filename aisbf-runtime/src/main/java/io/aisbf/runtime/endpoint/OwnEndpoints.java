// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.SettingsException;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.ProviderEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The gateway's own endpoints: whether it lives, whether it is ready, and the reload that its own command line asks
 * for.
 */
public final class OwnEndpoints {
    private final Secret token;
    private final BooleanSupplier draining;
    private final Supplier<List<String>> reload;

    /**
     * The endpoints of one gateway.
     *
     * @param token who shows it may have the gateway reloaded
     * @param draining whether the gateway is on its way out
     * @param reload reloads configuration and plugins and tells what changed
     */
    public OwnEndpoints(Secret token, BooleanSupplier draining, Supplier<List<String>> reload) {
        this.token = token;
        this.draining = draining;
        this.reload = reload;
    }

    List<Routes.Route> routes(Engine engine) {
        return List.of(
                new Routes.Route("GET", "/health/live", Optional.empty(), OwnEndpoints::live),
                new Routes.Route("GET", "/health/ready", Optional.empty(), (exchange, _) -> ready(exchange, engine)),
                new Routes.Route("POST", "/api/reload", Optional.empty(), this::reload));
    }

    static void write(Exchange exchange, int status, JsonWriter json) throws IOException {
        json.finish().writeTo(exchange.sink().open(status, "application/json", Map.of()));
    }

    private static void live(Exchange exchange, Map<String, String> parameters) throws IOException {
        write(
                exchange,
                200,
                new JsonWriter().object().name("status").text("live").end());
    }

    /** Ready means: not draining, and somebody can be asked. What each provider lacks stands beside it. */
    private void ready(Exchange exchange, Engine engine) throws IOException {
        boolean anybody = engine.targets().providers().stream()
                .anyMatch(provider -> provider.unavailable().isEmpty());
        boolean ready = anybody && !draining.getAsBoolean();
        JsonWriter json = new JsonWriter().object();
        json.name("status").text(ready ? "ready" : draining.getAsBoolean() ? "draining" : "no provider can be asked");
        json.name("providers").object();
        for (ProviderEntry provider : engine.targets().providers()) {
            json.name(provider.name()).text(provider.unavailable().orElse("ready"));
        }
        write(exchange, ready ? 200 : 503, json.end().end());
    }

    private void reload(Exchange exchange, Map<String, String> parameters) throws IOException {
        String shown = exchange.header("authorization").orElse("");
        String wanted = "Bearer " + token.reveal();
        if (!MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), wanted.getBytes(StandardCharsets.UTF_8))) {
            throw new CallException(
                    Failure.UNAUTHENTICATED, "reload is for the gateway's own command line; run 'aisbf reload'");
        }
        List<String> changes;
        try {
            changes = reload.get();
        } catch (SettingsException e) {
            throw new CallException(
                    Failure.INVALID_REQUEST,
                    "nothing was reloaded, the gateway goes on as before: " + e.getMessage(),
                    e);
        }
        JsonWriter json = new JsonWriter()
                .object()
                .name("reloaded")
                .bool(true)
                .name("changes")
                .array();
        changes.forEach(json::text);
        write(exchange, 200, json.end().end());
    }
}
