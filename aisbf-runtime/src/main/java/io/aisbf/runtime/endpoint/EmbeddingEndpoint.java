// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.json.JsonObject;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers requests for embeddings in one protocol. */
final class EmbeddingEndpoint implements Endpoint {
    private final WireName name;
    private final WireFormat.Embeddings format;
    private final Engine engine;
    private final Carriers carriers;

    EmbeddingEndpoint(WireName name, WireFormat.Embeddings format, Engine engine, Carriers carriers) {
        this.name = name;
        this.format = format;
        this.engine = engine;
        this.carriers = carriers;
    }

    @Override
    public void answer(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        JsonObject body = engine.body(exchange);
        EmbeddingRequest request = Contained.format(name, () -> format.readEmbeddingRequest(body, parameters));
        exchange.record().asked(request.model(), false);
        Target target = engine.target(exchange, request.model(), new Scope.Everything());
        UnderWay underWay = new UnderWay(exchange, engine);
        List<EmbeddingReply> answer = new ArrayList<>();
        underWay.run(carriers, () -> answer.add(engine.dispatcher().embed(request, target, underWay.call(), underWay)));
        exchange.record().usage(answer.getFirst().usage());
        format.writeEmbeddings(answer.getFirst(), request, exchange.reply());
    }
}
