// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.reply.AnswerWriter;
import io.aisbf.provider.anthropic.reply.ReplyReader;
import io.aisbf.provider.anthropic.request.AnthropicRequest;
import io.aisbf.provider.anthropic.upstream.Manner;
import io.aisbf.provider.anthropic.upstream.RequestWriter;
import io.aisbf.provider.anthropic.wire.ErrorEnvelope;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The protocol of Anthropic's messages (<a href="https://docs.anthropic.com/en/api/messages">reference</a>), in the
 * versions 2023-06-01 and 2026-10-21, which differ in what upstreams refuse and not in how it is spelled.
 *
 * <p>Where both sides speak it, bytes are relayed; only what another provider put into a conversation, and Anthropic
 * would refuse, is taken out.
 */
final class AnthropicMessages
        implements WireFormat, WireFormat.ModelListing, WireFormat.TokenCounting, WireFormat.Greeting {
    /** Whoever lists models here is known by these; OpenAI's clients ask at the same place. */
    private static final List<String> SIGNS = List.of("anthropic-version", "x-api-key");

    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("POST", "/v1/messages", Purpose.CHAT),
            new Endpoint("POST", "/v1/messages/count_tokens", Purpose.COUNT_TOKENS),
            new Endpoint("GET", "/v1/models", Purpose.LIST_MODELS, SIGNS),
            new Endpoint("GET", "/v1/models/{+model}", Purpose.SHOW_MODEL, SIGNS),
            new Endpoint("HEAD", "/api/hello", Purpose.GREET),
            new Endpoint("GET", "/api/hello", Purpose.GREET));

    private final Json json;
    private final UpstreamBody bodies;
    private final RequestWriter requests;
    private final ReplyReader replies;
    private final ModelBodies models;

    AnthropicMessages(Json json, InstantSource clock, Manner manner) {
        this.json = json;
        UpstreamFailure failures = new UpstreamFailure(json, clock);
        this.bodies = new UpstreamBody(json, failures);
        this.requests = new RequestWriter(json, manner);
        this.replies = new ReplyReader(json, failures);
        this.models = new ModelBodies(json, bodies);
    }

    @Override
    public WireName name() {
        return WireName.ANTHROPIC_MESSAGES;
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return AnthropicRequest.read(json, body);
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new AnswerWriter(json, request, sink, call);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        ErrorEnvelope.write(failure, sink.callId(), sink);
    }

    @Override
    public WireBody writeRequest(ChatRequest request, Call call) {
        return requests.write(request, call);
    }

    @Override
    public ChatReply readReply(Upstream.Reply reply, ChatRequest request, Call call) throws IOException {
        return replies.read(reply, request, call);
    }

    @Override
    public ChatRequest readCountRequest(JsonObject body, Map<String, String> pathParameters) {
        return AnthropicRequest.readCount(json, body);
    }

    @Override
    public void writeCount(long count, ReplySink sink) throws IOException {
        JsonObject.EMPTY
                .with("input_tokens", RawJson.number(count))
                .raw()
                .writeTo(sink.open(200, "application/json", Map.of()));
    }

    @Override
    public WireBody writeCountRequest(ChatRequest request, Call call) {
        return requests.writeCount(request, call);
    }

    @Override
    public long readCount(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            Members count = Members.ofReply(json, bodies.object(reply, call));
            return count.integer("input_tokens")
                    .filter(found -> found >= 0)
                    .orElseThrow(() -> count.wrong("input_tokens", "is missing; a number of tokens is expected"));
        }
    }

    @Override
    public void greet(Endpoint endpoint, ReplySink sink) throws IOException {
        sink.open(200, "application/json", Map.of()).write(greeting(endpoint));
    }

    private static byte[] greeting(Endpoint endpoint) {
        return endpoint.method().equals("HEAD") ? new byte[0] : JsonObject.EMPTY.bytes();
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
