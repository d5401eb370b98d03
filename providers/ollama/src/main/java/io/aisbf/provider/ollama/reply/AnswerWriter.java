// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.provider.ollama.request.OllamaRequest;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Writes one answer to a client of Ollama: one JSON object, or a line for each frame and a last one that says {@code
 * "done":true}, why, and how long it took. Lines that came through the same door are relayed byte for byte, but for what
 * the gateway adds to the counts.
 */
public final class AnswerWriter implements ReplyWriter {
    private static final String LINES = "application/x-ndjson";

    private final Json json;
    private final Door door;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ChatRequest request;
    private final ReplySink sink;
    private final Gathering gathering;
    private final long began;
    private OptionalLong firstWord = OptionalLong.empty();
    private Optional<OutputStream> out = Optional.empty();
    private boolean relayed;

    /**
     * Answers this request into this sink.
     *
     * @param nanoTime counts nanoseconds from anywhere: Ollama tells how long it took
     */
    public AnswerWriter(
            Json json,
            Door door,
            InstantSource clock,
            LongSupplier nanoTime,
            ChatRequest request,
            ReplySink sink,
            Call call) {
        this.json = json;
        this.door = door;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.request = request;
        this.sink = sink;
        this.gathering = new Gathering(json, door, request.model(), call);
        this.began = nanoTime.getAsLong();
    }

    @Override
    public void whole(ChatResponse response) throws IOException {
        Optional<WireBody> same = response.wire().filter(body -> body.format().equals(door.format()));
        if (same.isPresent()) {
            RawJson body = same.get().json().raw();
            Notes.SNAKE
                    .into(json, body, body, sink.note(response.usage()))
                    .writeTo(sink.open(200, "application/json", Map.of()));
            return;
        }
        gathering.add(response);
        last(gathering.piece().orElse(Said.NOTHING)).writeTo(sink.open(200, "application/json", Map.of()));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        Optional<Frame.Wire> same = frame.wire().filter(wire -> wire.format().equals(door.format()));
        if (same.isPresent()) {
            relayed = true;
            line(Notes.SNAKE.into(json, frame, same.get().data(), sink));
            return;
        }
        for (ChatEvent event : frame.events()) {
            gathering.add(event);
        }
        Optional<Said> piece = gathering.piece();
        if (piece.isPresent()) {
            firstWord = firstWord.isPresent() ? firstWord : OptionalLong.of(nanoTime.getAsLong());
            line(piece.get().write(door, gathering.model(), clock.instant(), Optional.empty()));
        } else {
            open();
        }
    }

    @Override
    public void end() throws IOException {
        if (!relayed) {
            line(last(gathering.piece().orElse(Said.NOTHING)));
        }
    }

    @Override
    public void fail(CallException failure) throws IOException {
        if (!sink.opened()) {
            if (onlyLoads(failure)) {
                loaded();
            } else {
                ErrorBody.write(failure, sink);
            }
            return;
        }
        // A whole answer that stopped halfway has no place for an error; only the aborted connection tells.
        if (out.isPresent()) {
            line(ErrorBody.json(failure));
        }
    }

    /** An empty piece: some clients parse every line, and Ollama's protocol has no comments. */
    @Override
    public void keepAlive() throws IOException {
        if (request.streaming()) {
            line(Said.NOTHING.write(door, gathering.model(), clock.instant(), Optional.empty()));
        }
    }

    /**
     * Whether the failure is but that another protocol has no words for loading a model. Ollama's command line asks for
     * that before it asks anything else, and a model behind another protocol is always there.
     */
    private boolean onlyLoads(CallException failure) {
        return failure.failure() == Failure.CANNOT_CARRY && request instanceof OllamaRequest own && own.loads();
    }

    private void loaded() throws IOException {
        boolean unload = request instanceof OllamaRequest own && own.unloads();
        FinishReason reason = new FinishReason.Other(unload ? "unload" : "load");
        Said.Counts nothing = new Said.Counts(Usage.NONE, UsageNote.NONE);
        Said.Ending ending = new Said.Ending(reason, nothing, sinceBegan(nanoTime.getAsLong()), 0);
        RawJson answer = Said.NOTHING.write(door, gathering.model(), clock.instant(), Optional.of(ending));
        if (request.streaming()) {
            line(answer);
        } else {
            answer.writeTo(sink.open(200, "application/json", Map.of()));
        }
    }

    private RawJson last(Said piece) {
        Said said = new Said(piece.text(), piece.thinking(), piece.images(), gathering.calls(), piece.tokens());
        long first = firstWord.isPresent() ? sinceBegan(firstWord.getAsLong()) : 0;
        Said.Counts counts = new Said.Counts(gathering.usage(), sink.note(gathering.usage()));
        Said.Ending ending = new Said.Ending(gathering.finish(), counts, sinceBegan(nanoTime.getAsLong()), first);
        return said.write(door, gathering.model(), clock.instant(), Optional.of(ending));
    }

    private long sinceBegan(long moment) {
        return Math.max(1, moment - began);
    }

    private OutputStream open() throws IOException {
        if (out.isEmpty()) {
            out = Optional.of(sink.open(200, LINES, Map.of()));
        }
        return out.get();
    }

    /** A line break within JSON is white space, such as a model puts between arguments; within a line it would end it. */
    private void line(RawJson data) throws IOException {
        OutputStream body = open();
        byte[] bytes = data.bytes();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
        body.write(bytes);
        body.write('\n');
    }
}
