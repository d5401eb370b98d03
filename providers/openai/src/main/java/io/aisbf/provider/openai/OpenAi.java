// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

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
import io.aisbf.wire.reach.Reach;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An upstream that speaks {@code openai-chat}, and maybe {@code openai-responses} as well: where it is, how it knows us
 * and what it is particular about; the protocols are the wire formats'.
 *
 * <p>A request that came as {@code openai-chat} arrives upstream as the same bytes, but for {@code model}, what the
 * operator forces or forbids, and one member of streamed requests: {@code stream_options.include_usage}, which the
 * metering needs (see the setting {@code stream_usage}).
 */
final class OpenAi implements Provider, Provider.Embeddings, Provider.Models, Provider.Probe {
    private static final String STREAM_OPTIONS = "stream_options";
    private static final RawJson TRUE = RawJson.bool(true);

    private final OpenAiSettings settings;
    private final WireFormat format;
    private final Map<WireName, WireFormat> protocols;
    private final Reach reach;
    private final UpstreamBody bodies;
    private final Json json;

    /**
     * Reaches an endpoint.
     *
     * @param format {@code openai-chat}, which embeddings and lists of models belong to
     * @param responses {@code openai-responses}, where the endpoint speaks it and some plugin does
     */
    OpenAi(OpenAiSettings settings, WireFormat format, Optional<WireFormat> responses, PluginContext context) {
        this.settings = settings;
        this.format = format;
        this.reach = new Reach(settings.upstream(), context.http());
        this.json = context.json();
        this.bodies = new UpstreamBody(json, new UpstreamFailure(json, context.clock()));
        Map<WireName, WireFormat> spoken = new LinkedHashMap<>();
        for (WireName name : settings.protocols()) {
            Optional<WireFormat> found = name.equals(WireName.OPENAI_CHAT) ? Optional.of(format) : responses;
            found.ifPresent(one -> spoken.put(name, one));
        }
        this.protocols = spoken;
    }

    @Override
    public ChatReply chat(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        WireFormat spoken = spoken(request);
        JsonObject written = spoken.writeRequest(request, call).json();
        boolean isChat = spoken.name().equals(WireName.OPENAI_CHAT);
        JsonObject body = isChat ? fitted(request, written, call) : reach.fitted(written, call);
        String accept = request.streaming() ? "text/event-stream, application/json" : "application/json";
        String path = isChat ? "/chat/completions" : "/responses";
        Upstream.Reply reply = reach.post(path, body, accept, Map.of(), call);
        try {
            return spoken.readReply(reply, request, call);
        } catch (CallException e) {
            reply.close();
            throw e;
        }
    }

    /** The client's own protocol where the endpoint speaks it, so that bytes are relayed; else the preferred one. */
    private WireFormat spoken(ChatRequest request) {
        return request.wire()
                .flatMap(body -> Optional.ofNullable(protocols.get(body.format())))
                .orElseGet(() -> protocols.values().stream().findFirst().orElse(format));
    }

    @Override
    public Optional<String> unavailable() {
        return reach.unavailable();
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        WireFormat.Embeddings embeddings = (WireFormat.Embeddings) format;
        JsonObject body = embeddings.writeEmbeddingRequest(request, call).json();
        try (Upstream.Reply reply = reach.post("/embeddings", body, "application/json", Map.of(), call)) {
            return embeddings.readEmbeddings(reply, call);
        }
    }

    @Override
    public List<ModelInfo> models(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        try (Upstream.Reply reply = reach.get("/models", Map.of(), call)) {
            return ((WireFormat.ModelListing) format).readModels(reply, call);
        }
    }

    @Override
    public void probe(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        reach.probe("/models", Map.of(), bodies, call);
    }

    /** The body with what this endpoint is particular about. */
    private JsonObject fitted(ChatRequest request, JsonObject written, Call call) {
        boolean relayed = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_CHAT))
                .isPresent();
        JsonObject body = reach.fitted(relayed ? written : renamed(written), call);
        boolean asks = request.streaming()
                && settings.streamUsage()
                && !settings.upstream().unsupported().contains(STREAM_OPTIONS);
        return asks ? askingForUsage(body) : body;
    }

    private JsonObject renamed(JsonObject body) {
        Optional<RawJson> limit = body.get("max_completion_tokens");
        return limit.isEmpty() || settings.maxTokensMember().equals("max_completion_tokens")
                ? body
                : body.without("max_completion_tokens").with(settings.maxTokensMember(), limit.get());
    }

    private JsonObject askingForUsage(JsonObject body) {
        Optional<RawJson> options = body.present(STREAM_OPTIONS);
        if (options.filter(value -> value.kind() != RawJson.Kind.OBJECT).isPresent()) {
            return body;
        }
        JsonObject old = options.map(json::object).orElse(JsonObject.EMPTY);
        boolean asked = old.get("include_usage").filter(TRUE::equals).isPresent();
        return asked
                ? body
                : body.with(STREAM_OPTIONS, old.with("include_usage", TRUE).raw());
    }
}
