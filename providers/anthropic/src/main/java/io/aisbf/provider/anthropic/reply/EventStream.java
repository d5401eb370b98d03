// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.EventReader;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.StreamedBody;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import io.aisbf.wire.tool.ToolNames;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An answer that arrives as server-sent events (<a
 * href="https://docs.anthropic.com/en/docs/build-with-claude/streaming">streaming</a>). It is complete when {@code
 * message_stop} came; any other end is a break. What kind an event is, its data say; its {@code event} line, which some
 * imitators leave out, is not needed.
 */
final class EventStream implements ChatReply.Stream {
    private final StreamedBody<EventReader.Event> body;
    private final EventReader reader;
    private final Json json;
    private final UpstreamFailure failures;
    private final Call call;
    private final EventDecoder decoder;
    private volatile boolean done;

    /** Reads a reply, which it owns; {@code names} are those of the request's tools. */
    EventStream(Upstream.Reply reply, Json json, UpstreamFailure failures, Supplier<ToolNames> names, Call call) {
        this.reader = new EventReader(reply.body());
        this.body = new StreamedBody<>(reply, reader::next);
        this.json = json;
        this.failures = failures;
        this.call = call;
        this.decoder = new EventDecoder(names);
    }

    @Override
    public Optional<Frame> next() throws InterruptedException {
        if (done) {
            return Optional.empty();
        }
        Optional<EventReader.Event> event = body.next();
        if (event.isEmpty()) {
            throw StreamedBody.brokeOff();
        }
        return Optional.of(frame(event.get()));
    }

    @Override
    public boolean ready() {
        return done || reader.ready();
    }

    @Override
    public Usage usage() {
        return decoder.usage();
    }

    @Override
    public void close() {
        body.close(done);
    }

    private Frame frame(EventReader.Event event) {
        byte[] data = event.data();
        JsonObject object = StreamedBody.object(json, event.data(), event.cut());
        if (UpstreamBody.tellsFailure(object)
                || event.name().filter("error"::equals).isPresent()) {
            throw failures.within(object.raw(), call);
        }
        Members members = Members.ofReply(json, object);
        String type = members.words("type").or(event::name).orElse("");
        EventDecoder.Step step = decoder.step(type, members);
        done = type.equals("message_stop");
        Optional<String> name = Optional.of(type).filter(EventStream::isWord);
        RawJson value = RawJson.slice(data, 0, data.length);
        if (type.equals("ping")) {
            return Frame.sign(WireName.ANTHROPIC_MESSAGES, name, value);
        }
        Frame frame = Frame.raw(WireName.ANTHROPIC_MESSAGES, name, value, wire -> step.events());
        if (!type.equals("message_delta")) {
            return frame;
        }
        Usage counted = decoder.usage();
        return members.get("usage")
                .map(told -> frame.counting(told, () -> counted))
                .orElse(frame);
    }

    /** The name goes out on a line of its own, where a line break in it would do harm. */
    private static boolean isWord(String type) {
        return !type.isEmpty() && type.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
