// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.PluginContext;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.provider.Provider;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.provider.google.embed.EmbeddingBodies;
import io.aisbf.provider.google.request.GeminiRequest;
import io.aisbf.provider.google.wire.ModelName;
import io.aisbf.wire.reach.Reach;
import io.aisbf.wire.reach.UpstreamSettings;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An upstream that speaks {@code gemini-content}: where it is and how it knows us; the protocol is the wire format's.
 * Whichever version of the API a client asked, the upstream is asked in the one that stands in its endpoint.
 */
final class Google implements Provider, Provider.Embeddings, Provider.Models, Provider.Probe, Provider.TokenCounting {
    private static final String JSON = "application/json";
    private static final int PAGE_SIZE = 1000;
    /** An upstream that never comes to the end of its list is not asked for ever. */
    private static final int MOST_PAGES = 50;

    private final WireFormat format;
    private final ModelBodies models;
    private final UpstreamBody bodies;
    private final Reach reach;

    Google(UpstreamSettings settings, WireFormat format, PluginContext context) {
        this.format = format;
        UpstreamFailure failures = new UpstreamFailure(context.json(), context.clock());
        this.models = new ModelBodies(context.json(), failures);
        this.bodies = new UpstreamBody(context.json(), failures);
        this.reach = new Reach(settings, context.http());
    }

    @Override
    public ChatReply chat(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        JsonObject body = reach.fitted(format.writeRequest(request, call).json(), call);
        boolean streaming = request.streaming();
        String verb = streaming ? GeminiRequest.STREAM + "?alt=sse" : ":generateContent";
        String accept = streaming ? "text/event-stream, application/json" : JSON;
        Upstream.Reply reply = reach.post(path(request.model(), verb), body, accept, Map.of(), call);
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
    public long countTokens(ChatRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        WireFormat.TokenCounting counting = (WireFormat.TokenCounting) format;
        JsonObject body = counting.writeCountRequest(request, call).json();
        try (Upstream.Reply reply = reach.post(path(request.model(), ":countTokens"), body, JSON, Map.of(), call)) {
            return counting.readCount(reply, call);
        }
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        WireFormat.Embeddings embeddings = (WireFormat.Embeddings) format;
        JsonObject body = embeddings.writeEmbeddingRequest(request, call).json();
        boolean several = body.get(EmbeddingBodies.REQUESTS).isPresent();
        String verb = several ? ":batchEmbedContents" : ":embedContent";
        try (Upstream.Reply reply = reach.post(path(request.model(), verb), body, JSON, Map.of(), call)) {
            return new Named(embeddings.readEmbeddings(reply, call), request.model());
        }
    }

    /** Embeddings, and the model that was asked for them, which the protocol does not name again. */
    private record Named(EmbeddingReply reply, String model) implements EmbeddingReply {
        @Override
        public List<float[]> vectors() {
            return reply.vectors();
        }

        @Override
        public Usage usage() {
            return reply.usage();
        }

        @Override
        public Optional<WireBody> wire() {
            return reply.wire();
        }
    }

    @Override
    public List<ModelInfo> models(Call asked) throws IOException, InterruptedException {
        Call call = reach.withOneKey(asked);
        Map<String, ModelInfo> all = new LinkedHashMap<>();
        String query = "?pageSize=" + PAGE_SIZE;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            ModelBodies.Page page = page(query, call);
            page.models().forEach(model -> all.putIfAbsent(model.id(), model));
            if (page.next().isEmpty()) {
                break;
            }
            query = "?pageSize=" + PAGE_SIZE + "&pageToken="
                    + URLEncoder.encode(page.next().get(), StandardCharsets.UTF_8);
        }
        return new ArrayList<>(all.values());
    }

    @Override
    public void probe(Call asked) throws IOException, InterruptedException {
        reach.probe("/models?pageSize=1", Map.of(), bodies, reach.withOneKey(asked));
    }

    private ModelBodies.Page page(String query, Call call) throws IOException, InterruptedException {
        return models.read(reach.get("/models" + query, Map.of(), call), call);
    }

    private static String path(String model, String verb) {
        return "/" + ModelName.path(model) + verb;
    }
}
