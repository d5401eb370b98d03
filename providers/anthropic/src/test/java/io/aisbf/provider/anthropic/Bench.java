// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.testing.MemorySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.provider.anthropic.upstream.Manner;
import io.aisbf.runtime.json.JacksonJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the tests of the format have in common. */
final class Bench {
    static final Json JSON = new JacksonJson();
    /** What a question is taken to come to. */
    static final long ESTIMATE = 2;

    private Bench() {}

    static AnthropicMessages format() {
        return format(Manner.USUAL);
    }

    static AnthropicMessages format(Manner manner) {
        return new AnthropicMessages(JSON, InstantSource.system(), manner);
    }

    static Call call() {
        return Call.start("call-1", Duration.ofMinutes(1));
    }

    static ChatRequest read(String body) {
        return format().readRequest(JSON.object(body.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    /** A request as an upstream gets it. */
    static String written(ChatRequest request, Call call) {
        return format().writeRequest(request, call).json().toString();
    }

    /** All that a stream says. */
    static List<ChatEvent> events(InputStream body) throws Exception {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatReply reply = format().readReply(new Streamed(body), Asked.of("m"), call())) {
            ChatReply.Stream stream = (ChatReply.Stream) reply;
            for (Optional<Frame> frame = stream.next(); frame.isPresent(); frame = stream.next()) {
                events.addAll(frame.get().events());
            }
        }
        return events;
    }

    static List<ChatEvent> events(String body) throws Exception {
        return events(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A body that comes in two pieces. */
    static InputStream split(byte[] body, int at) {
        return new SequenceInputStream(
                new ByteArrayInputStream(body, 0, at), new ByteArrayInputStream(body, at, body.length - at));
    }

    /** What a client reads of a stream that says this. */
    static MemorySink streamed(List<ChatEvent> events, Call call) throws Exception {
        MemorySink sink = new MemorySink(counted -> counted.input() > 0 ? UsageNote.NONE : UsageNote.of(ESTIMATE));
        ReplyWriter writer = format().replyTo(Asked.of("m", Asked.user("hello")), sink, call);
        for (ChatEvent event : events) {
            writer.frame(Frame.of(List.of(event)));
        }
        writer.end();
        return sink;
    }

    /** A stream of server-sent events, as it arrives. */
    private record Streamed(InputStream body) implements Upstream.Reply {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public Optional<String> header(String name) {
            return name.equals("content-type") ? Optional.of("text/event-stream; charset=utf-8") : Optional.empty();
        }

        @Override
        public boolean delimited() {
            return false;
        }

        @Override
        public void close() {}
    }
}
