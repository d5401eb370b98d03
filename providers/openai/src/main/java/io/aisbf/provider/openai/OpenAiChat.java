// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

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
import io.aisbf.provider.openai.embed.EmbeddingBodies;
import io.aisbf.provider.openai.reply.AnswerWriter;
import io.aisbf.provider.openai.reply.ReplyReader;
import io.aisbf.provider.openai.request.OpenAiRequest;
import io.aisbf.provider.openai.request.RequestWriter;
import io.aisbf.provider.openai.wire.ErrorEnvelope;
import io.aisbf.provider.openai.wire.ThoughtMemory;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The protocol of OpenAI's chat completions, which most of the world speaks (<a
 * href="https://platform.openai.com/docs/api-reference/chat">reference</a>).
 *
 * <p>Where both sides speak it, bytes are relayed: a request goes out as it came in but for the members that somebody
 * changed, an answer comes back as it is but for the chunk that tells the usage to a client that did not ask for it.
 */
final class OpenAiChat implements WireFormat, WireFormat.Embeddings, WireFormat.ModelListing {
    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("POST", "/v1/chat/completions", Purpose.CHAT),
            new Endpoint("POST", "/v1/embeddings", Purpose.EMBED),
            new Endpoint("GET", "/v1/models", Purpose.LIST_MODELS),
            new Endpoint("GET", "/v1/models/{+model}", Purpose.SHOW_MODEL));

    private final Json json;
    private final InstantSource clock;
    private final ThoughtMemory memory = new ThoughtMemory();
    private final ReplyReader replies;
    private final EmbeddingBodies embeddings;
    private final ModelBodies models;

    OpenAiChat(Json json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
        UpstreamFailure failures = new UpstreamFailure(json, clock);
        this.replies = new ReplyReader(json, failures);
        this.embeddings = new EmbeddingBodies(json, failures);
        this.models = new ModelBodies(json, failures);
    }

    @Override
    public WireName name() {
        return WireName.OPENAI_CHAT;
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return OpenAiRequest.read(json, body, memory);
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new AnswerWriter(json, clock, memory, request, sink, call);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        ErrorEnvelope.write(failure, sink);
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
        return embeddings.readRequest(body);
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
        return models.read(reply, call);
    }
}
