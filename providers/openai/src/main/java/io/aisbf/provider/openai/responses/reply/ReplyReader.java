// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.request.ToolWriter;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import io.aisbf.wire.tool.ToolNames;
import java.io.IOException;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Reads what an upstream answered: a stream if it says that it sends one, whatever was asked; else a whole answer. */
public final class ReplyReader {
    private final Json json;
    private final UpstreamFailure failures;
    private final UpstreamBody bodies;

    /** Reads with this JSON, and tells failures this way. */
    public ReplyReader(Json json, UpstreamFailure failures) {
        this.json = json;
        this.failures = failures;
        this.bodies = new UpstreamBody(json, failures);
    }

    /** The answer; where there is none, the exchange is closed before the exception leaves. */
    public ChatReply read(Upstream.Reply reply, ChatRequest request, Call call) throws IOException {
        boolean kept = false;
        try {
            bodies.refuseNone(reply, request.streaming(), call);
            UnaryOperator<String> original = original(request);
            if (isStream(reply)) {
                kept = true;
                return new EventStream(reply, json, failures, new EventDecoder(original), call);
            }
            return new ChatReply.Whole(ResponsesResponse.read(json, bodies.object(reply, call), original));
        } finally {
            if (!kept) {
                reply.close();
            }
        }
    }

    /** Names were changed only where the request was translated. */
    private static UnaryOperator<String> original(ChatRequest request) {
        boolean relayed = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_RESPONSES))
                .isPresent();
        if (relayed) {
            return UnaryOperator.identity();
        }
        ToolNames names = ToolWriter.names(request);
        return names::original;
    }

    private static boolean isStream(Upstream.Reply reply) {
        return reply.header("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("text/event-stream"))
                .isPresent();
    }
}
