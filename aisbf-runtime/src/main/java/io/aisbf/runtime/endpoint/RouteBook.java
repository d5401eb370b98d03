// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the routes of one generation: those that the wire formats name, those of 0.3.2, and the gateway's own. */
public final class RouteBook {
    private RouteBook() {}

    /**
     * The routes; the gateway's own first, then those of the formats in their order, the one that most of the world
     * speaks before all others: it is told what nobody else is meant by.
     */
    public static Routes of(Collection<WireFormat> formats, Engine engine, Carriers carriers, OwnEndpoints own) {
        SeedEndpoints seed = new SeedEndpoints(engine, carriers);
        List<Routes.Route> routes = new ArrayList<>(own.routes(engine));
        routes.addAll(seed.root());
        List<WireFormat> ordered = formats.stream()
                .sorted(Comparator.comparing(format -> !format.name().equals(WireName.OPENAI_CHAT)))
                .toList();
        for (WireFormat format : ordered) {
            for (WireFormat.Endpoint endpoint : format.endpoints()) {
                routes.add(new Routes.Route(
                        endpoint.method(),
                        endpoint.path(),
                        Optional.of(format),
                        endpoint(format, endpoint, engine, carriers),
                        endpoint.signs(),
                        endpoint.purpose() == WireFormat.Purpose.GREET ? Door.OPEN : Door.MODELS));
            }
        }
        ordered.stream()
                .filter(format -> format.name().equals(WireName.OPENAI_CHAT))
                .forEach(format -> routes.addAll(seed.routes(format)));
        return new Routes(routes);
    }

    private static Endpoint endpoint(
            WireFormat format, WireFormat.Endpoint endpoint, Engine engine, Carriers carriers) {
        return switch (endpoint.purpose()) {
            case CHAT -> new ChatEndpoint(format, engine, carriers, RouteBook::everything);
            case EMBED ->
                format instanceof WireFormat.Embeddings embeddings
                        ? new EmbeddingEndpoint(format.name(), embeddings, engine, carriers)
                        : notOffered(format);
            case COUNT_TOKENS ->
                format instanceof WireFormat.TokenCounting counting
                        ? new CountEndpoint(format.name(), counting, engine, carriers)
                        : notOffered(format);
            case LIST_MODELS ->
                models(format, engine, carriers).map(Endpoint.class::cast).orElse(notOffered(format));
            case SHOW_MODEL ->
                models(format, engine, carriers).map(ModelsEndpoint::one).orElse(notOffered(format));
            case GREET ->
                format instanceof WireFormat.Greeting greeting
                        ? (exchange, _) -> greeting.greet(endpoint, exchange.reply())
                        : notOffered(format);
        };
    }

    private static Optional<ModelsEndpoint> models(WireFormat format, Engine engine, Carriers carriers) {
        return format instanceof WireFormat.ModelListing listing
                ? Optional.of(new ModelsEndpoint(format.name(), listing, engine, carriers, RouteBook::everything))
                : Optional.empty();
    }

    /** The failure for something that the protocol knows and its plugin does not offer. */
    private static Endpoint notOffered(WireFormat format) {
        return (_, _) -> {
            throw new CallException(Failure.UNKNOWN_PATH, "wire format " + format.name() + " does not serve this here");
        };
    }

    private static Scope everything(Map<String, String> parameters) {
        return new Scope.Everything();
    }
}
