// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.http.Endpoint;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Failures;
import io.aisbf.runtime.route.Target;
import io.aisbf.runtime.route.Targets.Scope;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiFunction;

/** Answers chats in one protocol: reads the request, finds the target, has it answered, tells what went wrong. */
final class ChatEndpoint implements Endpoint {
    private final WireFormat format;
    private final Engine engine;
    private final Carriers carriers;
    private final BiFunction<Exchange, Map<String, String>, Scope> scope;

    /** An endpoint that looks for names where {@code scope} says, which knows who asks and what the path holds. */
    ChatEndpoint(
            WireFormat format,
            Engine engine,
            Carriers carriers,
            BiFunction<Exchange, Map<String, String>, Scope> scope) {
        this.format = format;
        this.engine = engine;
        this.carriers = carriers;
        this.scope = scope;
    }

    @Override
    public void answer(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        Scope where = scope.apply(exchange, parameters);
        JsonObject body = engine.body(exchange);
        ChatRequest request = Contained.format(format.name(), () -> format.readRequest(body, parameters));
        exchange.record().asked(request.model(), request.streaming());
        Target target = engine.target(exchange, request.model(), where);
        UnderWay underWay = new UnderWay(exchange, engine);
        ReplyWriter writer =
                Contained.format(format.name(), () -> format.replyTo(request, exchange.reply(), underWay.call()));
        Delivery delivery = new Delivery(
                format.name(),
                writer,
                exchange.sink(),
                request.streaming(),
                exchange.record(),
                engine.nanoTime(),
                engine.keepAlive());
        try {
            underWay.run(
                    carriers, () -> engine.dispatcher().chat(request, target, underWay.call(), delivery, underWay));
        } catch (RuntimeException e) {
            tellInBand(exchange, writer, Failures.of(e));
            throw e;
        }
    }

    /**
     * A failure for which status and headers have gone: the protocol's error event, and then the connection breaks off.
     */
    private static void tellInBand(Exchange exchange, ReplyWriter writer, CallException failure) throws IOException {
        if (exchange.sink().opened()) {
            writer.fail(failure);
            exchange.sink().flush();
        }
    }
}
