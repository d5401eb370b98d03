// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Optional;

/** Reads what an upstream answered: events, an array of chunks, or a whole answer, as it says itself. */
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
        Asked asked = Asked.of(json, request, call);
        boolean kept = false;
        try {
            bodies.refuseNone(reply, request.streaming(), call);
            if (isOf(reply, "text/event-stream")) {
                kept = true;
                return new ReplyStream(reply, Chunks.ofEvents(reply.body()), failures, asked);
            }
            if (request.streaming() && isOf(reply, "json")) {
                Peeked peeked = Peeked.at(reply);
                if (peeked.first() == '[') {
                    kept = true;
                    return new ReplyStream(peeked, new ArrayChunks(peeked.body()), failures, asked);
                }
                return new ChatReply.Whole(GeminiResponse.read(bodies.object(peeked, call), asked));
            }
            return new ChatReply.Whole(GeminiResponse.read(bodies.object(reply, call), asked));
        } finally {
            if (!kept) {
                reply.close();
            }
        }
    }

    private static boolean isOf(Upstream.Reply reply, String type) {
        return reply.header("content-type")
                .filter(value -> value.toLowerCase(Locale.ROOT).contains(type))
                .isPresent();
    }

    /**
     * A reply whose first byte has been looked at.
     *
     * @param first the first byte that is no white space, which the body begins with; -1 if there is none
     */
    private record Peeked(Upstream.Reply reply, int first, InputStream body) implements Upstream.Reply {
        static Peeked at(Upstream.Reply reply) throws IOException {
            PushbackInputStream body = new PushbackInputStream(reply.body(), 1);
            int first = body.read();
            while (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
                first = body.read();
            }
            if (first >= 0) {
                body.unread(first);
            }
            return new Peeked(reply, first, body);
        }

        @Override
        public int status() {
            return reply.status();
        }

        @Override
        public Optional<String> header(String name) {
            return reply.header(name);
        }

        @Override
        public boolean delimited() {
            return reply.delimited();
        }

        @Override
        public void close() {
            reply.close();
        }
    }
}
