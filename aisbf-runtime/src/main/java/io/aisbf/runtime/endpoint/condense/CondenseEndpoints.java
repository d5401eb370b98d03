// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint.condense;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.fit.Rehearsal;
import io.aisbf.runtime.http.Exchange;
import io.aisbf.runtime.http.Routes;
import io.aisbf.runtime.route.ModelEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what condensation would do without asking anybody. {@code POST /api/condense} tells all of it; {@code POST
 * /v1/compress} tells it in the shape that Headroom gave it and other gateways call before they ask a model: LiteLLM's
 * guardrail sends {@code {messages, model}} and wants {@code messages} back.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/headroom">LiteLLM: prompt compression</a>
 * @see <a href="https://portkey.ai/docs/integrations/guardrails/headroom">Portkey: Headroom</a>
 * @see <a href="https://github.com/headroomlabs-ai/headroom/issues/1805">Headroom: POST /v1/compress</a>
 */
public final class CondenseEndpoints {
    private final WireFormat format;
    private final Bench bench;

    /** Endpoints whose clients speak this protocol. */
    public CondenseEndpoints(WireFormat format, Bench bench) {
        this.format = format;
        this.bench = bench;
    }

    /** The routes; for clients, for what they learn is what they send. */
    public List<Routes.Route> routes() {
        Optional<WireFormat> spoken = Optional.of(format);
        return List.of(
                new Routes.Route("POST", "/api/condense", spoken, this::condense),
                new Routes.Route("POST", "/v1/compress", spoken, this::compress));
    }

    private void condense(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        JsonObject body = bench.body(exchange);
        Rehearsal rehearsal = rehearse(exchange, body, "goal");
        send(exchange, condense(rehearsal, messages(rehearsal.fitted().request())));
    }

    private void compress(Exchange exchange, Map<String, String> parameters) throws IOException, InterruptedException {
        JsonObject body = bench.body(exchange);
        Rehearsal rehearsal = rehearse(exchange, body, "token_budget");
        send(exchange, compress(rehearsal, messages(rehearsal.fitted().request()), ignored(body)));
    }

    private Rehearsal rehearse(Exchange exchange, JsonObject body, String goal) throws InterruptedException {
        Wishes wishes = Wishes.of(body, bench.json(), bench.methods(), goal);
        ChatRequest request = Contained.format(format.name(), () -> format.readRequest(body, Map.of()));
        exchange.record().asked(request.model(), false);
        return bench.rehearse(exchange, request, wishes::onto);
    }

    /** How other compressors are told to go about it means nothing to ours. */
    private List<String> ignored(JsonObject body) {
        return body.present("config").filter(value -> value.kind() == RawJson.Kind.OBJECT).stream()
                .flatMap(value -> bench.json().object(value).members().keySet().stream())
                .map(name -> "config." + name)
                .toList();
    }

    /** The conversation of a request as clients of this protocol spell it. */
    private RawJson messages(ChatRequest request) throws InterruptedException {
        WireBody body = request.wire()
                        .filter(wire -> wire.format().equals(format.name()))
                        .isPresent()
                ? request.wire().get()
                : Contained.format(
                        format.name(),
                        () -> format.writeRequest(request, Call.start("condense", Duration.ofMinutes(1))));
        return body.json().get("messages").orElse(RawJson.array(List.of()));
    }

    private static void send(Exchange exchange, JsonWriter json) throws IOException {
        json.finish().writeTo(exchange.sink().open(200, "application/json", Map.of()));
    }

    static JsonWriter condense(Rehearsal rehearsal, RawJson messages) {
        JsonWriter json = new JsonWriter().object();
        json.name("model").text(rehearsal.target());
        configured(rehearsal.model(), json);
        json.name("condensed").bool(rehearsal.fitted().condensed().isPresent());
        rehearsal.reason().ifPresent(reason -> json.name("reason").text(reason));
        // A method that may ask a model says here what it says without.
        json.name("models_asked").bool(false);
        Condensed told = rehearsal.fitted().condensed().orElseGet(() -> nothing(rehearsal.original()));
        told.write(json);
        json.name("ratio").number(rehearsal.ratio());
        refused(told, json);
        json.name("messages").raw(messages);
        Difference.write(rehearsal, json);
        return json.end();
    }

    private static void configured(ModelEntry model, JsonWriter json) {
        model.contextSize().ifPresent(size -> json.name("context_size").number(size));
        json.name("condense_context").number(model.condensing().high());
        json.name("condense_to").number(model.condensing().low());
        json.name("condense_method").array();
        model.condensing().methods().forEach(json::text);
        json.end();
    }

    private static void refused(Condensed told, JsonWriter json) {
        json.name("refused").array();
        told.steps().stream()
                .filter(step -> !step.refused().isEmpty())
                .forEach(step -> json.object()
                        .name("id")
                        .text(step.method())
                        .name("reason")
                        .text(step.refused())
                        .end());
        json.end();
    }

    private static Condensed nothing(long tokens) {
        return new Condensed(tokens, tokens, 0, tokens, 0, List.of());
    }

    static JsonWriter compress(Rehearsal rehearsal, RawJson messages, List<String> ignored) {
        List<String> methods =
                rehearsal.fitted().condensed().map(Condensed::methods).orElse(List.of());
        JsonWriter json = new JsonWriter().object();
        json.name("messages").raw(messages);
        json.name("tokens_before").number(rehearsal.original());
        json.name("tokens_after").number(rehearsal.condensed());
        json.name("tokens_saved").number(rehearsal.original() - rehearsal.condensed());
        json.name("compression_ratio").number(rehearsal.ratio());
        json.name("transforms_applied").array();
        methods.forEach(json::text);
        json.end();
        json.name("transforms_summary").object();
        methods.forEach(method -> json.name(method).number(1));
        json.end();
        // Nothing that is left out is kept anywhere to be asked for.
        json.name("ccr_hashes").array().end();
        rehearsal
                .reason()
                .ifPresent(reason -> json.name("compression_skipped")
                        .bool(true)
                        .name("skip_reason")
                        .text(reason));
        if (!ignored.isEmpty()) {
            json.name("ignored").array();
            ignored.forEach(json::text);
            json.end();
        }
        return json.end();
    }
}
