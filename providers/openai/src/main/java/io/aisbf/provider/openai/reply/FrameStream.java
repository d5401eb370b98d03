// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

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
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.wire.read.EventReader;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.StreamedBody;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An answer that arrives as server-sent events.
 *
 * <p>It is complete when {@code [DONE]} came. Upstreams that never send it are taken at their word only if the end of
 * the body was announced and every answer that had begun has told why it ended; any other end is a break. To see that,
 * a frame is decoded only where a search through its bytes finds a {@code finish_reason}, or where the client asked for
 * several answers.
 */
final class FrameStream implements ChatReply.Stream {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final ByteSearch FINISH = new ByteSearch("finish_reason");

    private final StreamedBody<EventReader.Event> body;
    private final EventReader reader;
    private final Json json;
    private final UpstreamFailure failures;
    private final Call call;
    private final boolean several;
    private final ChunkReader chunks;
    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();
    private Optional<Members> counted = Optional.empty();
    private boolean any;
    private volatile boolean done;

    /** Reads a reply, which it owns. */
    FrameStream(Upstream.Reply reply, Json json, UpstreamFailure failures, Asked asked, Call call) {
        this.reader = new EventReader(reply.body());
        this.body = new StreamedBody<>(reply, reader::next);
        this.json = json;
        this.failures = failures;
        this.several = asked.several();
        this.chunks = new ChunkReader(asked.names());
        this.call = call;
    }

    /**
     * What of the request matters to its answer.
     *
     * @param several whether more than one answer was asked for
     * @param names gives a tool's name as the client knows it
     */
    record Asked(boolean several, UnaryOperator<String> names) {}

    @Override
    public Optional<Frame> next() throws InterruptedException {
        if (done) {
            return Optional.empty();
        }
        Optional<EventReader.Event> event = body.next();
        if (event.isEmpty()) {
            return end();
        }
        if (isDone(event.get().data())) {
            done = true;
            if (!any) {
                throw new CallException(Failure.MALFORMED_REPLY, "the provider's stream holds no answer");
            }
            return Optional.empty();
        }
        return Optional.of(frame(event.get()));
    }

    @Override
    public boolean ready() {
        return done || reader.ready();
    }

    /**
     * From the last chunk that told it, wherever that was; what cannot be read is not worth breaking a stream that is
     * relayed.
     */
    @Override
    public Usage usage() {
        try {
            return counted.map(UsageMembers::of).orElse(Usage.NONE);
        } catch (CallException e) {
            return Usage.NONE;
        }
    }

    @Override
    public void close() {
        body.close(done);
    }

    private Optional<Frame> end() {
        boolean complete = any && !begun.isEmpty() && begun.cardinality() == finished.cardinality();
        if (!complete || !body.delimited()) {
            throw StreamedBody.brokeOff();
        }
        done = true;
        return Optional.empty();
    }

    private Frame frame(EventReader.Event event) {
        byte[] data = event.data();
        JsonObject object = StreamedBody.object(json, event.data(), event.cut());
        if (UpstreamBody.tellsFailure(object)
                || event.name().filter("error"::equals).isPresent()) {
            throw failures.within(object.raw(), call);
        }
        Members chunk = Members.ofReply(json, object);
        boolean first = begun.isEmpty();
        track(chunk);
        any = true;
        if (chunk.get("usage").isPresent()) {
            counted = Optional.of(chunk);
        }
        boolean starts = first && !begun.isEmpty();
        return Frame.raw(
                WireName.OPENAI_CHAT,
                event.name(),
                RawJson.slice(data, 0, data.length),
                wire -> chunks.events(chunk, starts));
    }

    /** Which answers have begun, and which have told why they ended. */
    private void track(Members chunk) {
        Optional<RawJson> choices = chunk.get("choices");
        if (choices.isEmpty()) {
            return;
        }
        boolean ends = FINISH.findsOtherThan(choices.get(), 'n');
        if (!several && !ends && !begun.isEmpty()) {
            return;
        }
        int position = 0;
        for (Members choice : chunk.children("choices")) {
            int index = Math.clamp(choice.small("index").orElse(position), 0, 1023);
            begun.set(index);
            if (choice.words("finish_reason").isPresent()) {
                finished.set(index);
            }
            position++;
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
