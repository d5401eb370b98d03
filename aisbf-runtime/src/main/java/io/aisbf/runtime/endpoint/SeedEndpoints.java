// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.Group;
import io.aisbf.runtime.route.ProviderEntry;
import io.aisbf.runtime.route.Targets;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The paths of AISBF 0.3.2: they name the scope, and the body's model is a bare name within it. They speak {@code
 * openai-chat} and lead to the same endpoints as all others.
 */
final class SeedEndpoints {
    private static final String SCOPE = "scope";

    private final Engine engine;
    private final Carriers carriers;

    SeedEndpoints(Engine engine, Carriers carriers) {
        this.engine = engine;
        this.carriers = carriers;
    }

    /** What lives at the root: 0.3.2 told there what it serves, and Ollama's clients ask there whether anybody lives. */
    List<Routes.Route> root() {
        return Stream.of("GET", "HEAD")
                .map(method -> new Routes.Route(method, "/", Optional.empty(), this::root).behind(Door.OPEN))
                .toList();
    }

    /** The routes, for a protocol that chats and lists. */
    List<Routes.Route> routes(WireFormat format) {
        Optional<WireFormat> spoken = Optional.of(format);
        List<Routes.Route> routes = new ArrayList<>();
        for (Group.Kind kind : Group.Kind.values()) {
            String path = kind == Group.Kind.ROTATION ? "/api/rotations" : "/api/autoselect";
            routes.add(new Routes.Route("GET", path, spoken, (exchange, _) -> groups(exchange, kind)));
        }
        routes.add(new Routes.Route(
                "POST",
                "/api/{scope}/chat/completions",
                spoken,
                new ChatEndpoint(format, engine, carriers, this::scope)));
        if (format instanceof WireFormat.ModelListing listing) {
            routes.add(new Routes.Route(
                    "GET",
                    "/api/{scope}/models",
                    spoken,
                    new ModelsEndpoint(format.name(), listing, engine, carriers, this::scope)));
        }
        return routes;
    }

    private Scope scope(Exchange exchange, Map<String, String> parameters) {
        return new Reach(engine.targets(), exchange.visitor()).scope(parameters.getOrDefault(SCOPE, ""));
    }

    private void root(Exchange exchange, Map<String, String> parameters) throws java.io.IOException {
        Targets targets = engine.targets();
        Reach reach = new Reach(targets, exchange.visitor());
        JsonWriter json = new JsonWriter().object().name("message").text("AISBF is running");
        json.name("providers").array();
        targets.providers().stream()
                .filter(reach::knows)
                .map(ProviderEntry::name)
                .forEach(json::text);
        json.end();
        for (Group.Kind kind : Group.Kind.values()) {
            json.name(kind == Group.Kind.ROTATION ? "rotations" : "autoselect").array();
            targets.groups(kind).stream().filter(reach::knows).map(Group::name).forEach(json::text);
            json.end();
        }
        OwnEndpoints.write(exchange, 200, json.end());
    }

    private void groups(Exchange exchange, Group.Kind kind) throws java.io.IOException {
        JsonWriter json = new JsonWriter().object();
        Reach reach = new Reach(engine.targets(), exchange.visitor());
        for (Group group :
                engine.targets().groups(kind).stream().filter(reach::knows).toList()) {
            json.name(group.name()).object();
            json.name("model_name").text(group.name());
            json.name("description").text(group.description());
            json.name("candidates").array();
            group.candidates()
                    .forEach(candidate -> json.object()
                            .name("target")
                            .text(candidate.target())
                            .name("weight")
                            .number(candidate.weight())
                            .end());
            json.end();
            group.fallback().ifPresent(name -> json.name("fallback").text(name));
            json.end();
        }
        OwnEndpoints.write(exchange, 200, json.end());
    }
}
