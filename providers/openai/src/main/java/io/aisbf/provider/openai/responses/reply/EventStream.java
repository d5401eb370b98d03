// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.item.Counts;
import io.aisbf.wire.read.EventReader;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.StreamedBody;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An answer that arrives as server-sent events. It is complete when {@code response.completed} or {@code
 * response.incomplete} came; any other end is a break, and {@code response.failed} or {@code error} a failure.
 */
final class EventStream implements ChatReply.Stream {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final Set<String> ENDS = Set.of("response.completed", "response.incomplete");
    private static final Set<String> SIGNS = Set.of("keepalive", "ping");
    private static final Set<String> FAILS = Set.of("response.failed", "response.cancelled");

    private final StreamedBody<EventReader.Event> body;
    private final EventReader reader;
    private final Json json;
    private final UpstreamFailure failures;
    private final EventDecoder decoder;
    private final Call call;
    private Optional<Members> last = Optional.empty();
    private boolean begun;
    private volatile boolean done;

    /** Reads a reply, which it owns. */
    EventStream(Upstream.Reply reply, Json json, UpstreamFailure failures, EventDecoder decoder, Call call) {
        this.reader = new EventReader(reply.body());
        this.body = new StreamedBody<>(reply, reader::next);
        this.json = json;
        this.failures = failures;
        this.decoder = decoder;
        this.call = call;
    }

    @Override
    public Optional<Frame> next() throws InterruptedException {
        if (done) {
            return Optional.empty();
        }
        EventReader.Event event =
                body.next().filter(found -> !isDone(found.data())).orElseThrow(StreamedBody::brokeOff);
        JsonObject object = StreamedBody.object(json, event.data(), event.cut());
        Members members = Members.ofReply(json, object);
        String type = members.words("type").or(event::name).orElse("");
        refuseFailure(type, members);
        RawJson data = RawJson.slice(event.data(), 0, event.data().length);
        if (SIGNS.contains(type)) {
            return Optional.of(Frame.sign(WireName.OPENAI_RESPONSES, event.name(), data));
        }
        if (ENDS.contains(type)) {
            done = true;
            last = Optional.of(members.needChild("response"));
        }
        boolean starts = !begun;
        begun = true;
        Optional<EventDecoder.Item> item = decoder.item(type, members);
        Frame frame = Frame.raw(
                WireName.OPENAI_RESPONSES, event.name(), data, wire -> decoder.events(type, members, item, starts));
        Optional<RawJson> told =
                last.flatMap(response -> response.get("usage")).filter(usage -> usage.kind() == RawJson.Kind.OBJECT);
        return Optional.of(told.map(usage -> frame.counting(usage, this::usage)).orElse(frame));
    }

    @Override
    public boolean ready() {
        return done || reader.ready();
    }

    /** What the last event told; what cannot be read is not worth breaking a stream that is relayed. */
    @Override
    public Usage usage() {
        try {
            return last.flatMap(Counts::of).orElse(Usage.NONE);
        } catch (CallException e) {
            return Usage.NONE;
        }
    }

    @Override
    public void close() {
        body.close(done);
    }

    /** Only the words about the failure are looked at: a response repeats what the client asked. */
    private void refuseFailure(String type, Members event) {
        if (FAILS.contains(type)) {
            Optional<RawJson> error = event.child("response").flatMap(response -> response.get("error"));
            throw error.map(words -> failures.within(
                            JsonObject.EMPTY.with("error", words).raw(), call))
                    .orElseGet(() ->
                            new CallException(Failure.PROVIDER_FAILED, "The provider failed without giving a reason"));
        }
        if (type.equals("error") || UpstreamBody.tellsFailure(event.object())) {
            throw failures.within(event.object().raw(), call);
        }
    }

    private static boolean isDone(byte[] data) {
        int end = data.length;
        while (end > 0 && data[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(data, 0, end, DONE, 0, DONE.length);
    }
}
