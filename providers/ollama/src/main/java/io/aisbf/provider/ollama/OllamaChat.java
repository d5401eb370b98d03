// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

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
import io.aisbf.provider.ollama.embed.EmbeddingBodies;
import io.aisbf.provider.ollama.model.ModelBodies;
import io.aisbf.provider.ollama.reply.AnswerWriter;
import io.aisbf.provider.ollama.reply.ErrorBody;
import io.aisbf.provider.ollama.reply.ReplyReader;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.provider.ollama.request.OllamaRequest;
import io.aisbf.provider.ollama.request.RequestWriter;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The protocol of Ollama's chat, with its embeddings, its lists of models and what its clients ask when they start (<a
 * href="https://github.com/ollama/ollama/blob/main/docs/api.md">reference</a>).
 */
final class OllamaChat implements WireFormat, WireFormat.Embeddings, WireFormat.ModelListing, WireFormat.Greeting {
    /** A version whose protocol this is: clients refuse what is older than what they need. */
    private static final String VERSION = "0.12.11";

    private static final String VERSION_PATH = "/api/version";
    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("POST", "/api/chat", Purpose.CHAT),
            new Endpoint("POST", "/api/embed", Purpose.EMBED),
            new Endpoint("POST", EmbeddingBodies.SINGLE, Purpose.EMBED),
            new Endpoint("GET", "/api/tags", Purpose.LIST_MODELS),
            new Endpoint("POST", "/api/show", Purpose.SHOW_MODEL),
            new Endpoint("GET", "/api/ps", Purpose.GREET),
            new Endpoint("GET", VERSION_PATH, Purpose.GREET),
            new Endpoint("HEAD", VERSION_PATH, Purpose.GREET));

    private final Json json;
    private final InstantSource clock;
    private final ReplyReader replies;
    private final EmbeddingBodies embeddings;
    private final ModelBodies models;

    OllamaChat(Json json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
        UpstreamFailure failures = new UpstreamFailure(json, clock);
        this.replies = new ReplyReader(json, Door.CHAT, failures);
        this.embeddings = new EmbeddingBodies(json, failures);
        this.models = new ModelBodies(json, failures, clock);
    }

    @Override
    public WireName name() {
        return WireName.OLLAMA_CHAT;
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return OllamaRequest.read(json, Door.CHAT, body);
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new AnswerWriter(json, Door.CHAT, clock, System::nanoTime, request, sink, call);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        ErrorBody.write(failure, sink);
    }

    @Override
    public WireBody writeRequest(ChatRequest request, Call call) {
        return RequestWriter.write(json, Door.CHAT, request, call);
    }

    @Override
    public ChatReply readReply(Upstream.Reply reply, ChatRequest request, Call call) throws IOException {
        return replies.read(reply, request, call);
    }

    /** Nothing is loaded here that could be told of, and the version is the protocol's. */
    @Override
    public void greet(Endpoint endpoint, ReplySink sink) throws IOException {
        String answer = endpoint.path().equals(VERSION_PATH) ? "{\"version\":\"" + VERSION + "\"}" : "{\"models\":[]}";
        var body = sink.open(200, "application/json", Map.of());
        if (!endpoint.method().equals("HEAD")) {
            body.write(answer.getBytes(StandardCharsets.UTF_8));
        }
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
    public String readShowRequest(JsonObject body) {
        return models.readShowRequest(body);
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
