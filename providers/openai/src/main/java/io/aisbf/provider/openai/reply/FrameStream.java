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
import io.aisbf.wire.read.Silence;
import io.aisbf.wire.read.StreamedBody;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * An answer that arrives as server-sent events.
 *
 * <p>It is complete when {@code [DONE]} came. Upstreams that never send it are taken at their word only if the end of
 * the body was announced and every answer that had begun has told why it ended; any other end is a break. To see that,
 * a frame is decoded only until something has been said, where a search through its bytes finds a {@code
 * finish_reason}, or where the client asked for several answers. A stream in which nothing was said, nor why, is no
 * answer, {@code [DONE]} or not.
 */
final class FrameStream implements ChatReply.Stream {
    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};
    private static final ByteSearch FINISH = new ByteSearch("finish_reason");

    private static final Set<String> SIGNS = Set.of("ping", "keepalive", "keep-alive", "heartbeat");

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
    private boolean said;
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
            if (!said && finished.isEmpty()) {
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
        return counted.map(FrameStream::usage).orElse(Usage.NONE);
    }

    private static Usage usage(Members chunk) {
        try {
            return UsageMembers.of(chunk);
        } catch (CallException e) {
            return Usage.NONE;
        }
    }

    @Override
    public void close() {
        body.close(done);
    }

    private Optional<Frame> end() {
        boolean complete = !begun.isEmpty() && begun.cardinality() == finished.cardinality();
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
        RawJson value = RawJson.slice(data, 0, data.length);
        if (isSign(event, chunk)) {
            return Frame.sign(WireName.OPENAI_CHAT, event.name(), value);
        }
        boolean first = begun.isEmpty();
        track(chunk);
        boolean starts = first && !begun.isEmpty();
        Frame frame = Frame.raw(WireName.OPENAI_CHAT, event.name(), value, wire -> chunks.events(chunk, starts));
        Optional<RawJson> told = chunk.get("usage");
        if (told.isEmpty()) {
            return frame;
        }
        counted = Optional.of(chunk);
        return told.get().kind() == RawJson.Kind.OBJECT ? frame.counting(told.get(), () -> usage(chunk)) : frame;
    }

    /** Which answers have begun, and which have told why they ended. */
    private void track(Members chunk) {
        Optional<RawJson> choices = chunk.get("choices");
        if (choices.isEmpty()) {
            return;
        }
        boolean ends = FINISH.findsOtherThan(choices.get(), 'n');
        if (!several && !ends && said) {
            return;
        }
        int position = 0;
        for (Members choice : chunk.children("choices")) {
            int index = Math.clamp(choice.small("index").orElse(position), 0, 1023);
            begun.set(index);
            said = said || choice.child("delta").filter(FrameStream::says).isPresent();
            if (choice.words("finish_reason").isPresent()) {
                finished.set(index);
            }
            position++;
        }
    }

    private static boolean says(Members delta) {
        return !Silence.of(delta.object(), OpenAiResponse.LABELS);
    }

    /** What some send only so that the connection is not taken for dead. */
    private static boolean isSign(EventReader.Event event, Members chunk) {
        return chunk.get("choices").isEmpty()
                && (Silence.isEmpty(chunk.object().raw())
                        || event.name()
                                .or(() -> chunk.text("type"))
                                .filter(SIGNS::contains)
                                .isPresent());
    }

    private static boolean isDone(byte[] data) {
        int end = data.length;
        while (end > 0 && data[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(data, 0, end, DONE, 0, DONE.length);
    }
}
