// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.json.JsonObject;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.route.Targets.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Lists what can be asked for, or shows one entry, in one protocol. */
final class ModelsEndpoint implements Endpoint {
    private static final String MODEL = "model";

    private final WireName name;
    private final WireFormat.ModelListing format;
    private final Engine engine;
    private final Carriers carriers;
    private final BiFunction<Exchange, Map<String, String>, Scope> scope;

    ModelsEndpoint(
            WireName name,
            WireFormat.ModelListing format,
            Engine engine,
            Carriers carriers,
            BiFunction<Exchange, Map<String, String>, Scope> scope) {
        this.name = name;
        this.format = format;
        this.engine = engine;
        this.carriers = carriers;
        this.scope = scope;
    }

    @Override
    public void answer(Exchange exchange, Map<String, String> parameters) throws IOException {
        format.writeModels(list(exchange, scope.apply(exchange, parameters)), exchange.reply());
    }

    private List<ModelInfo> list(Exchange exchange, Scope where) {
        UnderWay underWay = new UnderWay(exchange, engine);
        List<ModelInfo> models = new ArrayList<>();
        underWay.run(carriers, () -> models.addAll(engine.models().list(where, underWay.call())));
        Reach reach = new Reach(engine.targets(), exchange.visitor());
        models.removeIf(model -> !reach.lists(model.id(), where));
        return models;
    }

    /** The endpoint that shows the entry that the path names, or the body of a request that has one. */
    Endpoint one() {
        return (exchange, parameters) -> {
            String id = exchange.method().equals("POST")
                    ? asked(engine.body(exchange))
                    : parameters.getOrDefault(MODEL, "");
            exchange.record().asked(id, false);
            engine.target(exchange, id, new Scope.Everything());
            ModelInfo found = list(exchange, new Scope.Everything()).stream()
                    .filter(model -> model.id().equals(id))
                    .findFirst()
                    .orElseGet(() -> engine.models().describe(id));
            format.writeModel(found, exchange.reply());
        };
    }

    private String asked(JsonObject body) throws InterruptedException {
        return Contained.format(name, () -> format.readShowRequest(body));
    }
}
