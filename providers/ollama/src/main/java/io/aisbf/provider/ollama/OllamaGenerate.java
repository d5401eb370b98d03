// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama;

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
import io.aisbf.provider.ollama.reply.AnswerWriter;
import io.aisbf.provider.ollama.reply.ErrorBody;
import io.aisbf.provider.ollama.reply.ReplyReader;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.provider.ollama.request.OllamaRequest;
import io.aisbf.provider.ollama.request.RequestWriter;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The protocol of Ollama's completion of one prompt (<a
 * href="https://github.com/ollama/ollama/blob/main/docs/api.md#generate-a-completion">reference</a>).
 */
final class OllamaGenerate implements WireFormat {
    private static final List<Endpoint> ENDPOINTS = List.of(new Endpoint("POST", "/api/generate", Purpose.CHAT));

    private final Json json;
    private final InstantSource clock;
    private final ReplyReader replies;

    OllamaGenerate(Json json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
        this.replies = new ReplyReader(json, Door.GENERATE, new UpstreamFailure(json, clock));
    }

    @Override
    public WireName name() {
        return WireName.OLLAMA_GENERATE;
    }

    @Override
    public List<Endpoint> endpoints() {
        return ENDPOINTS;
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        return OllamaRequest.read(json, Door.GENERATE, body);
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new AnswerWriter(json, Door.GENERATE, clock, System::nanoTime, request, sink, call);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        ErrorBody.write(failure, sink);
    }

    @Override
    public WireBody writeRequest(ChatRequest request, Call call) {
        return RequestWriter.write(json, Door.GENERATE, request, call);
    }

    @Override
    public ChatReply readReply(Upstream.Reply reply, ChatRequest request, Call call) throws IOException {
        return replies.read(reply, request, call);
    }
}
