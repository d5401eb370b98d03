// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.dispatch.TokenCount;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells in one protocol how many tokens a request comes to. */
final class CountEndpoint implements Endpoint {
    private final WireName name;
    private final WireFormat.TokenCounting format;
    private final Engine engine;
    private final Carriers carriers;

    CountEndpoint(WireName name, WireFormat.TokenCounting format, Engine engine, Carriers carriers) {
        this.name = name;
        this.format = format;
        this.engine = engine;
        this.carriers = carriers;
    }

    @Override
    public void answer(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        JsonObject body = engine.body(exchange);
        ChatRequest request = Contained.format(name, () -> format.readCountRequest(body, parameters));
        exchange.record().asked(request.model(), false);
        Target target = engine.target(exchange, request.model(), new Scope.Everything());
        UnderWay underWay = new UnderWay(exchange, engine);
        List<TokenCount.Counted> answer = new ArrayList<>();
        underWay.run(carriers, () -> answer.add(engine.dispatcher().count(request, target, underWay.call(), underWay)));
        TokenCount.Counted counted = answer.getFirst();
        if (counted.estimated()) {
            exchange.sink().header("x-aisbf-estimated", "true");
        }
        format.writeCount(counted.tokens(), exchange.reply());
    }
}
