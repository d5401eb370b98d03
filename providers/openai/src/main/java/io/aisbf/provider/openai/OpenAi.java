// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Secret;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An upstream that speaks {@code openai-chat}: where it is, how it knows us and what it is particular about; the
 * protocol is the wire format's.
 *
 * <p>A request that came as {@code openai-chat} arrives upstream as the same bytes, but for {@code model}, what the
 * operator forces or forbids, and one member of streamed requests: {@code stream_options.include_usage}, which the
 * metering needs (see the setting {@code stream_usage}).
 */
final class OpenAi implements Provider, Provider.Embeddings, Provider.Models, Provider.Probe {
    private static final String STREAM_OPTIONS = "stream_options";
    private static final RawJson TRUE = RawJson.bool(true);
    /** Statuses by which an endpoint says that it is there but lists no models. */
    private static final Set<Integer> NO_LIST = Set.of(404, 405, 501);

    private final OpenAiSettings settings;
    private final WireFormat format;
    private final Upstream http;
    private final Json json;

    OpenAi(OpenAiSettings settings, WireFormat format, Upstream http, Json json) {
        this.settings = settings;
        this.format = format;
        this.http = http;
        this.json = json;
    }

    @Override
    public ChatReply chat(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = withOneKey(asked);
        JsonObject body = fitted(request, format.writeRequest(request, call).json(), call);
        Upstream.Reply reply = post("/chat/completions", body, request.streaming(), call);
        try {
            return format.readReply(reply, request, call);
        } catch (CallException e) {
            reply.close();
            throw e;
        }
    }

    /**
     * A variable that is configured and not set makes the provider one that cannot be asked; where no key is configured
     * at all, a client may still bring its own.
     */
    @Override
    public Optional<String> unavailable() {
        return settings.key().isPresent() || !settings.keyRequired() ? Optional.empty() : settings.missingKey();
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call asked) throws IOException, InterruptedException {
        Call call = withOneKey(asked);
        WireFormat.Embeddings embeddings = (WireFormat.Embeddings) format;
        JsonObject body = embeddings.writeEmbeddingRequest(request, call).json();
        try (Upstream.Reply reply = post("/embeddings", body, false, call)) {
            return embeddings.readEmbeddings(reply, call);
        }
    }

    @Override
    public List<ModelInfo> models(Call asked) throws IOException, InterruptedException {
        Call call = withOneKey(asked);
        try (Upstream.Reply reply = send("GET", "/models", Map.of("accept", "application/json"), List.of(), call)) {
            return ((WireFormat.ModelListing) format).readModels(reply, call);
        }
    }

    @Override
    public void probe(Call asked) throws IOException, InterruptedException {
        Call call = withOneKey(asked);
        try (Upstream.Reply reply = send("GET", "/models", Map.of("accept", "application/json"), List.of(), call)) {
            if (!NO_LIST.contains(reply.status())) {
                ((WireFormat.ModelListing) format).readModels(reply, call);
            }
        }
    }

    private Upstream.Reply post(String path, JsonObject body, boolean streaming, Call call)
            throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", streaming ? "text/event-stream, application/json" : "application/json");
        return send("POST", path, headers, body.slices(), call);
    }

    private Upstream.Reply send(String method, String path, Map<String, String> about, List<ByteBuffer> body, Call call)
            throws IOException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        key(call)
                .ifPresent(key -> headers.put(
                        settings.authHeader(),
                        settings.authHeader().equals("authorization") ? "Bearer " + key.reveal() : key.reveal()));
        headers.putAll(about);
        settings.headers().forEach((name, value) -> headers.put(name, value.reveal()));
        URI uri = URI.create(settings.endpoint() + path + settings.query());
        return http.send(new Upstream.Request(method, uri, headers, body, settings.deadlines()), call);
    }

    /** The configured key, or else the client's own. */
    private Optional<Secret> key(Call call) {
        Optional<Secret> key = settings.key().or(() -> call.client().key());
        if (key.isEmpty() && settings.keyRequired()) {
            throw new CallException(
                    Failure.UNAVAILABLE,
                    "the provider " + settings.name() + " cannot be asked: "
                            + settings.missingKey()
                                    .orElse("no key (its operator sets api_key, or you send your own as bearer"
                                            + " token)"));
        }
        return key;
    }

    /** A configured key that is refused is not the client's fault, even if the client showed a key of its own. */
    private Call withOneKey(Call call) {
        return settings.key().isPresent() ? call.withoutClientKey() : call;
    }

    /** The body with what this endpoint is particular about. */
    private JsonObject fitted(ChatRequest request, JsonObject written, Call call) {
        boolean relayed = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_CHAT))
                .isPresent();
        JsonObject body = relayed ? written : renamed(written);
        for (String member : settings.unsupported()) {
            if (body.get(member).isPresent()) {
                body = body.without(member);
                call.declareLoss(member, settings.name() + " does not support it");
            }
        }
        for (Map.Entry<String, RawJson> member : settings.forced().entrySet()) {
            body = body.with(member.getKey(), member.getValue());
        }
        boolean asks = request.streaming()
                && settings.streamUsage()
                && !settings.unsupported().contains(STREAM_OPTIONS);
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
