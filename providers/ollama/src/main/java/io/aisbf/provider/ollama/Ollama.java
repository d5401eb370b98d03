// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.ollama.embed.EmbeddingBodies;
import io.aisbf.wire.reach.Reach;
import io.aisbf.wire.reach.UpstreamSettings;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An upstream that is an Ollama. A request that came with a prompt arrives there with a prompt; any other is a chat.
 *
 * <p>{@code options} that the operator forces ({@code extra_body}) are laid over the client's one by one: the size of
 * the context can be set without taking away the temperature.
 */
final class Ollama implements Provider, Provider.Embeddings, Provider.Models, Provider.Probe {
    private static final String OPTIONS = "options";

    private final UpstreamSettings settings;
    private final WireFormat chat;
    private final WireFormat generate;
    private final Reach reach;
    private final Json json;
    private final UpstreamBody bodies;
    private final String api;

    Ollama(UpstreamSettings settings, PluginContext context) {
        this.settings = settings;
        this.chat = context.format(WireName.OLLAMA_CHAT);
        this.generate = context.format(WireName.OLLAMA_GENERATE);
        this.reach = new Reach(settings, context.http());
        this.json = context.json();
        this.bodies = new UpstreamBody(json, new UpstreamFailure(json, context.clock()));
        this.api = settings.endpoint().endsWith("/api") ? "" : "/api";
    }

    @Override
    public ChatReply chat(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        boolean prompt = request.wire()
                .filter(body -> body.format().equals(WireName.OLLAMA_GENERATE))
                .isPresent();
        WireFormat format = prompt ? generate : chat;
        JsonObject body = fitted(format.writeRequest(request, call).json(), call);
        String accept = request.streaming() ? "application/x-ndjson, application/json" : "application/json";
        Upstream.Reply reply = reach.post(api + (prompt ? "/generate" : "/chat"), body, accept, Map.of(), call);
        try {
            return format.readReply(reply, request, call);
        } catch (CallException e) {
            reply.close();
            throw e;
        }
    }

    @Override
    public Optional<String> unavailable() {
        return reach.unavailable();
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        WireFormat.Embeddings embeddings = (WireFormat.Embeddings) chat;
        JsonObject body = embeddings.writeEmbeddingRequest(request, call).json();
        String path = EmbeddingBodies.isSingle(body) ? "/embeddings" : "/embed";
        try (Upstream.Reply reply = reach.post(api + path, body, "application/json", Map.of(), call)) {
            return embeddings.readEmbeddings(reply, call);
        }
    }

    @Override
    public List<ModelInfo> models(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        try (Upstream.Reply reply = reach.get(api + "/tags", Map.of(), call)) {
            return ((WireFormat.ModelListing) chat).readModels(reply, call);
        }
    }

    @Override
    public void probe(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        reach.probe(api + "/version", Map.of(), bodies, call);
    }

    private JsonObject fitted(JsonObject written, Call call) {
        JsonObject body = reach.fitted(written, call);
        Optional<JsonObject> forced =
                options(Optional.ofNullable(settings.forced().get(OPTIONS)));
        Optional<JsonObject> asked = options(written.get(OPTIONS));
        if (forced.isEmpty() || asked.isEmpty() || settings.unsupported().contains(OPTIONS)) {
            return body;
        }
        JsonObject merged = asked.get();
        for (Map.Entry<String, RawJson> option : forced.get().members().entrySet()) {
            merged = merged.with(option.getKey(), option.getValue());
        }
        return body.with(OPTIONS, merged.raw());
    }

    private Optional<JsonObject> options(Optional<RawJson> value) {
        return value.filter(raw -> raw.kind() == RawJson.Kind.OBJECT).map(json::object);
    }
}
