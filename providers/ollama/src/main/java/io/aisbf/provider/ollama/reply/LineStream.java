// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.wire.read.LineReader;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.StreamedBody;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer that arrives as lines of JSON. It is complete when a line came that says {@code "done":true}; any other end
 * is a break.
 */
final class LineStream implements ChatReply.Stream {
    private final StreamedBody<LineReader.Line> body;
    private final LineReader reader;
    private final Json json;
    private final Door door;
    private final UpstreamFailure failures;
    private final Call call;
    private final Names names;
    private boolean begun;
    private int calls;
    private Usage counted = Usage.NONE;
    private volatile boolean done;

    /** Reads a reply, which it owns. */
    LineStream(Upstream.Reply reply, Json json, Door door, UpstreamFailure failures, Call call) {
        this.reader = new LineReader(reply.body());
        this.body = new StreamedBody<>(reply, reader::next);
        this.json = json;
        this.door = door;
        this.failures = failures;
        this.call = call;
        this.names = Names.of(call);
    }

    @Override
    public Optional<Frame> next() throws InterruptedException {
        if (done) {
            return Optional.empty();
        }
        LineReader.Line line = body.next().orElseThrow(StreamedBody::brokeOff);
        return Optional.of(frame(line));
    }

    @Override
    public boolean ready() {
        return done || reader.ready();
    }

    @Override
    public Usage usage() {
        return counted;
    }

    @Override
    public void close() {
        body.close(done);
    }

    private Frame frame(LineReader.Line read) {
        RawJson data = data(read);
        JsonObject object = StreamedBody.object(json, read.data(), read.cut() && begun);
        if (UpstreamBody.tellsFailure(object)) {
            throw failures.within(object.raw(), call);
        }
        Line line = Line.of(door, Members.ofReply(json, object));
        boolean first = !begun;
        int number = calls;
        begun = true;
        calls += line.calls();
        counted = line.usage().orElse(counted);
        done = line.done();
        boolean called = calls > 0;
        Frame frame = Frame.raw(door.format(), Optional.empty(), data, wire -> events(line, first, number, called));
        return done ? frame.counting(object.raw(), this::usage) : frame;
    }

    private List<ChatEvent> events(Line line, boolean first, int number, boolean called) {
        List<ChatEvent> events = new ArrayList<>();
        if (first) {
            events.add(new ChatEvent.Started(names.answer(), line.model()));
        }
        if (!line.thinking().isEmpty()) {
            events.add(new ChatEvent.ReasoningDelta(0, line.thinking(), Optional.empty()));
        }
        if (!line.text().isEmpty()) {
            events.add(new ChatEvent.TextDelta(0, line.text()));
        }
        line.images().forEach(image -> events.add(new ChatEvent.Given(0, image)));
        calls(line, number, events);
        if (!line.probabilities().isEmpty()) {
            events.add(new ChatEvent.Weighed(0, line.probabilities()));
        }
        line.others().forEach((name, value) -> events.add(new ChatEvent.Other(name, value)));
        if (line.done()) {
            events.add(new ChatEvent.Finished(0, line.finish(called)));
        }
        line.usage().ifPresent(usage -> events.add(new ChatEvent.Counted(usage)));
        return events;
    }

    private void calls(Line line, int number, List<ChatEvent> events) {
        int index = number;
        for (var one : line.calls(names.calls(), number)) {
            events.add(new ChatEvent.ToolCallDelta(
                    0,
                    index,
                    Optional.of(one.id()),
                    Optional.of(one.tool()),
                    one.arguments().toString()));
            index++;
        }
    }

    private static RawJson data(LineReader.Line line) {
        return RawJson.slice(line.data(), 0, line.data().length);
    }
}
