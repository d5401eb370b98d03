// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.Locale;

/** Reads what an upstream answered: lines if it says that it sends lines, or if lines were asked for; else one object. */
public final class ReplyReader {
    private final Json json;
    private final Door door;
    private final UpstreamFailure failures;
    private final UpstreamBody bodies;

    /** Reads with this JSON what comes through this door, and tells failures this way. */
    public ReplyReader(Json json, Door door, UpstreamFailure failures) {
        this.json = json;
        this.door = door;
        this.failures = failures;
        this.bodies = new UpstreamBody(json, failures);
    }

    /** The answer; where there is none, the exchange is closed before the exception leaves. */
    public ChatReply read(Upstream.Reply reply, ChatRequest request, Call call) throws IOException {
        boolean kept = false;
        try {
            bodies.refuseNone(reply, request.streaming(), call);
            if (isStream(reply, request.streaming())) {
                kept = true;
                return new LineStream(reply, json, door, failures, call);
            }
            return new ChatReply.Whole(OllamaResponse.read(json, door, bodies.object(reply, call), Names.of(call)));
        } finally {
            if (!kept) {
                reply.close();
            }
        }
    }

    /** Ollama says {@code application/x-ndjson}; some imitators call their lines {@code application/json}. */
    private static boolean isStream(Upstream.Reply reply, boolean asked) {
        String type = reply.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        return type.contains("ndjson") || type.contains("jsonl") || (asked && !type.contains("html"));
    }
}
