// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the routes of one generation: those that the wire formats name, those of 0.3.2, and the gateway's own. */
public final class RouteBook {
    private RouteBook() {}

    /** The routes; the gateway's own first, then those of the formats in their order. */
    public static Routes of(Collection<WireFormat> formats, Engine engine, Carriers carriers, OwnEndpoints own) {
        List<Routes.Route> routes = new ArrayList<>(own.routes(engine));
        for (WireFormat format : formats) {
            for (WireFormat.Endpoint endpoint : format.endpoints()) {
                routes.add(new Routes.Route(
                        endpoint.method(),
                        endpoint.path(),
                        Optional.of(format),
                        endpoint(format, endpoint, engine, carriers)));
            }
        }
        formats.stream()
                .filter(format -> format.name().equals(WireName.OPENAI_CHAT))
                .forEach(format -> routes.addAll(new SeedEndpoints(engine, carriers).routes(format)));
        return new Routes(routes);
    }

    private static Endpoint endpoint(
            WireFormat format, WireFormat.Endpoint endpoint, Engine engine, Carriers carriers) {
        return switch (endpoint.purpose()) {
            case CHAT -> new ChatEndpoint(format, engine, carriers, RouteBook::everything);
            case EMBED ->
                format instanceof WireFormat.Embeddings embeddings
                        ? new EmbeddingEndpoint(format.name(), embeddings, engine, carriers)
                        : ModelsEndpoint.notOffered(format);
            case LIST_MODELS ->
                format instanceof WireFormat.ModelListing listing
                        ? new ModelsEndpoint(listing, engine, carriers, RouteBook::everything)
                        : ModelsEndpoint.notOffered(format);
            case SHOW_MODEL ->
                format instanceof WireFormat.ModelListing listing
                        ? new ModelsEndpoint(listing, engine, carriers, RouteBook::everything).one("model")
                        : ModelsEndpoint.notOffered(format);
            case COUNT_TOKENS, GREET -> ModelsEndpoint.notOffered(format);
        };
    }

    private static Scope everything(Map<String, String> parameters) {
        return new Scope.Everything();
    }
}
