// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.answer.AnswerWriter;
import io.aisbf.provider.openai.responses.reply.ReplyReader;
import io.aisbf.provider.openai.responses.request.RequestWriter;
import io.aisbf.provider.openai.responses.request.ResponsesRequest;
import io.aisbf.provider.openai.wire.ErrorEnvelope;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The protocol of OpenAI's responses (<a href="https://platform.openai.com/docs/api-reference/responses">reference</a>).
 * What the upstream keeps between calls ({@code previous_response_id}, {@code conversation}, {@code background}) works
 * where both sides speak it; to a model behind another protocol it cannot be carried.
 *
 * <p>Where both sides speak it, bytes are relayed: a request goes out as it came in but for the members that somebody
 * changed and thoughts of other providers, an answer comes back as it is.
 */
final class OpenAiResponses implements WireFormat, WireFormat.TokenCounting {
    private static final List<Endpoint> ENDPOINTS = List.of(
            new Endpoint("POST", "/v1/responses", Purpose.CHAT),
            new Endpoint("POST", "/v1/responses/input_tokens", Purpose.COUNT_TOKENS));

    private final Json json;
    private final InstantSource clock;
    private final ReplyReader replies;
    private final TokenCounts counts;

    OpenAiResponses(Json json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
        UpstreamFailure failures = new UpstreamFailure(json, clock);
        this.replies = new ReplyReader(json, failures);
        this.counts = new TokenCounts(json, failures);
    }

    @Override
    public WireName name() {
        return WireName.OPENAI_RESPONSES;
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return ResponsesRequest.read(json, body);
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new AnswerWriter(json, clock, request, sink, call);
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
    public ChatRequest readCountRequest(JsonObject body, Map<String, String> pathParameters) {
        return ResponsesRequest.read(json, body);
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
