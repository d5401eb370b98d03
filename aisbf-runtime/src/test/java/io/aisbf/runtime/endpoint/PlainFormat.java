// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.endpoint;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Message;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.json.JacksonJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The plainest protocol there can be: {@code {"model":..., "say":..., "stream":...}} in, bare text out, failures as
 * {@code KIND: message}.
 */
class PlainFormat implements WireFormat {
    private final JacksonJson json = new JacksonJson();

    @Override
    public WireName name() {
        return new WireName("plain");
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint("POST", "/plain", Purpose.CHAT));
    }

    @Override
    public ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        String model = json.text(
                body.get("model").orElseThrow(() -> new CallException(Failure.INVALID_REQUEST, "model is missing")));
        if (model.equals("break/format")) {
            throw new IllegalStateException("the format is broken");
        }
        String say = body.get("say").map(json::text).orElse("");
        return ChatRequest.of(model, List.of(Message.of(Message.Role.USER, say)))
                .withStreaming(body.get("stream").map(json::bool).orElse(false));
    }

    @Override
    public ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call) {
        return new Writer(sink);
    }

    @Override
    public void writeFailure(CallException failure, ReplySink sink) throws IOException {
        write(
                sink.open(failure.failure().status(), "text/plain", Map.of()),
                failure.failure() + ": " + failure.getMessage());
    }

    @Override
    public WireBody writeRequest(ChatRequest request, Call call) {
        throw new AssertionError("nobody speaks this protocol outward");
    }

    @Override
    public ChatReply readReply(Upstream.Reply reply, ChatRequest request, Call call) {
        throw new AssertionError("nobody speaks this protocol outward");
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private final class Writer implements ReplyWriter {
        private final ReplySink sink;
        private OutputStream out = OutputStream.nullOutputStream();

        private Writer(ReplySink sink) {
            this.sink = sink;
        }

        @Override
        public void whole(ChatResponse response) throws IOException {
            write(
                    sink.open(200, "text/plain", Map.of()),
                    response.choices().getFirst().message().text());
        }

        @Override
        public void frame(Frame frame) throws IOException {
            if (!sink.opened()) {
                out = sink.open(200, "text/event-stream", Map.of());
            }
            for (ChatEvent event : frame.events()) {
                if (event instanceof ChatEvent.TextDelta delta) {
                    write(out, delta.text());
                }
            }
        }

        @Override
        public void end() throws IOException {
            write(out, "[END]");
        }

        @Override
        public void fail(CallException failure) throws IOException {
            if (sink.opened()) {
                write(out, "[FAILED " + failure.failure() + "]");
            } else {
                writeFailure(failure, sink);
            }
        }

        @Override
        public void keepAlive() throws IOException {
            write(out, " ");
        }
    }
}
