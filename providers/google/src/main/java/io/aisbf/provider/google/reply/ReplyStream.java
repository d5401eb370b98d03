// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.Finish;
import io.aisbf.provider.google.wire.UsageTally;
import io.aisbf.wire.read.StreamedBody;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * An answer that arrives in chunks. The protocol has no last word: the answer is complete when every candidate has told
 * why it ended (or the question was blocked) and the body came to its end. Where nobody announced that end, it counts
 * only if as many candidates have ended as were asked for.
 */
final class ReplyStream implements ChatReply.Stream {
    private final StreamedBody<Chunks.Chunk> body;
    private final Chunks chunks;
    private final UpstreamFailure failures;
    private final Asked asked;
    private final ChunkReader reader;
    private final UsageTally tally = new UsageTally();
    private final BitSet begun = new BitSet();
    private final BitSet finished = new BitSet();
    private boolean blocked;
    private boolean done;

    /** Reads a reply, which it owns. */
    ReplyStream(Upstream.Reply reply, Chunks chunks, UpstreamFailure failures, Asked asked) {
        this.chunks = chunks;
        this.body = new StreamedBody<>(reply, chunks::next);
        this.failures = failures;
        this.asked = asked;
        this.reader = new ChunkReader(asked);
    }

    @Override
    public Optional<Frame> next() throws InterruptedException {
        if (done) {
            return Optional.empty();
        }
        Optional<Chunks.Chunk> chunk = body.next();
        if (chunk.isEmpty()) {
            end();
            return Optional.empty();
        }
        return Optional.of(frame(chunk.get()));
    }

    @Override
    public boolean ready() {
        return done || chunks.ready();
    }

    @Override
    public Usage usage() {
        return tally.usage();
    }

    @Override
    public void close() {
        body.close(done);
    }

    private void end() {
        boolean all = !begun.isEmpty() && begun.cardinality() == finished.cardinality();
        boolean enough = body.delimited() || finished.cardinality() >= Math.max(1, wanted());
        if (!blocked && !(all && enough)) {
            throw StreamedBody.brokeOff();
        }
        done = true;
    }

    private int wanted() {
        return asked.request().sampling().choices().orElse(1);
    }

    private Frame frame(Chunks.Chunk chunk) {
        JsonObject object = StreamedBody.object(asked.json(), chunk.data(), chunk.cut());
        if (UpstreamBody.tellsFailure(object)) {
            throw failures.within(object.raw(), asked.call());
        }
        Fields fields = Fields.ofReply(asked.json(), object);
        track(fields);
        boolean told = tally.add(fields);
        Frame frame = Frame.raw(WireName.GEMINI_CONTENT, Optional.empty(), object.raw(), wire -> reader.events(fields));
        if (!told) {
            return frame;
        }
        Usage counted = tally.usage();
        return fields.get("usageMetadata")
                .map(usage -> frame.counting(usage, () -> counted))
                .orElse(frame);
    }

    /** Which candidates have begun, and which have told why they ended. */
    private void track(Fields chunk) {
        List<Fields> candidates = chunk.children("candidates");
        for (int position = 0; position < candidates.size(); position++) {
            Fields candidate = candidates.get(position);
            int index = Math.clamp(candidate.small("index").orElse(position), 0, 1023);
            begun.set(index);
            if (Finish.told(candidate).isPresent()) {
                finished.set(index);
            }
        }
        blocked = blocked || (begun.isEmpty() && ChunkReader.isBlocked(chunk));
    }
}
