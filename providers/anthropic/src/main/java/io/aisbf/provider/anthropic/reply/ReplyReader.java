// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.provider.anthropic.upstream.RequestWriter;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import io.aisbf.wire.tool.ToolNames;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;

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
        Supplier<ToolNames> names = () -> RequestWriter.names(request);
        try {
            bodies.refuseNone(reply, request.streaming(), call);
            if (isStream(reply)) {
                kept = true;
                return new EventStream(reply, json, failures, names, call);
            }
            return new ChatReply.Whole(AnthropicResponse.read(json, bodies.object(reply, call), names));
        } finally {
            if (!kept) {
                reply.close();
            }
        }
    }

    private static boolean isStream(Upstream.Reply reply) {
        return reply.header("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("text/event-stream"))
                .isPresent();
    }
}
