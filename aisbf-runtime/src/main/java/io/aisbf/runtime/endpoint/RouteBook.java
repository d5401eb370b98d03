// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.access.Door;
import io.aisbf.runtime.endpoint.choose.ChoiceEndpoints;
import io.aisbf.runtime.endpoint.choose.Desk;
import io.aisbf.runtime.endpoint.condense.Bench;
import io.aisbf.runtime.endpoint.condense.CondenseEndpoints;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.ModelEntry;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Makes the routes of one generation: those that the wire formats name, those of 0.3.2, and the gateway's own. */
public final class RouteBook {
    private RouteBook() {}

    /**
     * The routes; the gateway's own first, then those of the formats in their order, the one that most of the world
     * speaks before all others: it is told what nobody else is meant by.
     */
    public static Routes of(Collection<WireFormat> formats, Engine engine, Carriers carriers, OwnEndpoints own) {
        SeedEndpoints seed = new SeedEndpoints(engine, carriers);
        Trial trial = new Trial(engine, carriers);
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
                .forEach(format -> {
                    routes.addAll(seed.routes(format));
                    routes.addAll(new CondenseEndpoints(format, trial).routes());
                    routes.addAll(new ChoiceEndpoints(format, trial).routes());
                });
        return new Routes(routes);
    }

    /** Where condensation is tried and choices are explained: like a call, but for nobody being asked. */
    private record Trial(Engine engine, Carriers carriers) implements Bench, Desk {
        @Override
        public Json json() {
            return engine.json();
        }

        @Override
        public JsonObject body(Exchange exchange) {
            return engine.body(exchange);
        }

        @Override
        public Set<String> methods() {
            return engine.dispatcher().condensers();
        }

        @Override
        public Rehearsal rehearse(Exchange exchange, ChatRequest request, UnaryOperator<ModelEntry> changes)
                throws InterruptedException {
            Target target = target(exchange, request.model());
            UnderWay underWay = new UnderWay(exchange, engine);
            List<Rehearsal> told = new ArrayList<>();
            underWay.run(
                    carriers, () -> told.add(engine.dispatcher().rehearse(request, target, changes, underWay.call())));
            Rehearsal rehearsal = told.getFirst();
            rehearsal.fitted().condensed().ifPresent(underWay::condensed);
            return rehearsal;
        }

        @Override
        public Target target(Exchange exchange, String asked) {
            return engine.target(exchange, asked, new Scope.Everything());
        }

        @Override
        public Optional<Target.Model> explain(Exchange exchange, ChatRequest request, Target target)
                throws InterruptedException {
            UnderWay underWay = new UnderWay(exchange, engine);
            List<Optional<Target.Model>> told = new ArrayList<>();
            underWay.run(
                    carriers, () -> told.add(engine.dispatcher().explain(request, target, underWay.call(), underWay)));
            return told.getFirst();
        }
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

    private static Scope everything(Exchange exchange, Map<String, String> parameters) {
        return new Scope.Everything();
    }
}
