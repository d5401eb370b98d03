// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.embed.EmbeddingBodies;
import io.aisbf.provider.google.reply.AnswerWriter;
import io.aisbf.provider.google.reply.ReplyReader;
import io.aisbf.provider.google.request.GeminiRequest;
import io.aisbf.provider.google.request.RequestWriter;
import io.aisbf.provider.google.wire.ErrorEnvelope;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The protocol of the Gemini API (<a href="https://ai.google.dev/api/generate-content">reference</a>): the model and
 * whether to stream stand in the path, the same in every version of the API.
 *
 * <p>Where both sides speak it, bytes are relayed, but for signatures that another provider made and results that a
 * client has torn apart.
 */
final class GeminiContent
        implements WireFormat, WireFormat.Embeddings, WireFormat.ModelListing, WireFormat.TokenCounting {
    private static final List<String> SIGNS = List.of("x-goog-api-key", "x-goog-api-client", "?key");

    private final Json json;
    private final ReplyReader replies;
    private final EmbeddingBodies embeddings;
    private final ModelBodies models;
    private final CountBodies counts;

    GeminiContent(Json json, InstantSource clock) {
        this.json = json;
        UpstreamFailure failures = new UpstreamFailure(json, clock);
        this.replies = new ReplyReader(json, failures);
        this.embeddings = new EmbeddingBodies(json, failures);
        this.models = new ModelBodies(json, failures);
        this.counts = new CountBodies(json, failures);
    }

    @Override
    public WireName name() {
        return WireName.GEMINI_CONTENT;
    }

    /** Lists under {@code /v1} share their path with those of OpenAI and Anthropic. */
    @Override
    public List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String version : List.of("/v1", "/v1beta", "/v1alpha")) {
            String model = version + "/{+model}";
            List<String> signs = version.equals("/v1") ? SIGNS : List.of();
            endpoints.add(new Endpoint("POST", model + ":generateContent", Purpose.CHAT));
            endpoints.add(new Endpoint("POST", model + GeminiRequest.STREAM, Purpose.CHAT));
            endpoints.add(new Endpoint("POST", model + ":countTokens", Purpose.COUNT_TOKENS));
            endpoints.add(new Endpoint("POST", model + ":embedContent", Purpose.EMBED));
            endpoints.add(new Endpoint("POST", model + ":batchEmbedContents", Purpose.EMBED));
            endpoints.add(new Endpoint("GET", version + "/models", Purpose.LIST_MODELS, signs));
            endpoints.add(new Endpoint("GET", version + "/models/{+model}", Purpose.SHOW_MODEL, signs));
        }
        return List.copyOf(endpoints);
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return GeminiRequest.read(json, body, pathParameters);
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new AnswerWriter(json, request, sink, call);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        ErrorEnvelope.write(failure, sink, false);
    }

    @Override
    public WireBody writeRequest(ChatRequest request, Call call) {
        return RequestWriter.write(json, request, call);
    }

    @Override
    public ChatReply readReply(Upstream.Reply reply, ChatRequest request, Call call) throws IOException {
        return replies.read(reply, request, call);
    }

    @Override
    public EmbeddingRequest readEmbeddingRequest(JsonObject body, Map<String, String> pathParameters) {
        return embeddings.readRequest(body, pathParameters);
    }

    @Override
    public void writeEmbeddings(EmbeddingReply reply, EmbeddingRequest request, ReplySink sink) throws IOException {
        embeddings.writeReply(reply, request, sink);
    }

    @Override
    public WireBody writeEmbeddingRequest(EmbeddingRequest request, Call call) {
        return embeddings.writeRequest(request, call);
    }

    @Override
    public EmbeddingReply readEmbeddings(Upstream.Reply reply, Call call) throws IOException {
        return embeddings.readReply(reply, call);
    }

    @Override
    public void writeModels(List<ModelInfo> list, ReplySink sink) throws IOException {
        models.write(list, sink);
    }

    @Override
    public void writeModel(ModelInfo model, ReplySink sink) throws IOException {
        models.write(model, sink);
    }

    @Override
    public List<ModelInfo> readModels(Upstream.Reply reply, Call call) throws IOException {
        return models.read(reply, call).models();
    }

    @Override
    public ChatRequest readCountRequest(JsonObject body, Map<String, String> pathParameters) {
        return counts.readRequest(body, pathParameters);
    }

    @Override
    public void writeCount(long tokens, ReplySink sink) throws IOException {
        counts.write(tokens, sink);
    }

    @Override
    public WireBody writeCountRequest(ChatRequest request, Call call) {
        return counts.writeRequest(request, call);
    }

    @Override
    public long readCount(Upstream.Reply reply, Call call) throws IOException {
        return counts.read(reply, call);
    }
}
