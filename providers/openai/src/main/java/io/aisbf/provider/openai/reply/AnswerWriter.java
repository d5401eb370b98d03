// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.wire.ErrorEnvelope;
import io.aisbf.provider.openai.wire.ShownThoughts;
import io.aisbf.provider.openai.wire.ThoughtMemory;
import io.aisbf.wire.write.EventLines;
import io.aisbf.wire.write.EventLines.End;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one answer to a client of {@code openai-chat}. Frames that are {@code openai-chat} already are relayed byte
 * for byte, but for what the gateway adds to the usage, and for one kind: the gateway asks upstreams for the usage whether or not the client did, so the chunk that
 * holds nothing else is kept from a client that did not ask for it and would stumble over its empty {@code choices}.
 */
public final class AnswerWriter implements ReplyWriter {
    private static final byte[] LAST = bytes("data: [DONE]\n\n");
    private static final byte[] KEEP_ALIVE = bytes(": keep-alive\n\n");
    private static final ByteSearch CHOICES = new ByteSearch("choices");

    private final Json json;
    private final InstantSource clock;
    private final ThoughtMemory memory;
    private final ChatRequest request;
    private final ReplySink sink;
    private final Call call;
    private Optional<OutputStream> out = Optional.empty();
    private Optional<ChunkWriter> translation = Optional.empty();
    private Optional<Boolean> wantsUsage = Optional.empty();

    /** Answers this request into this sink; what proves thoughts before calls is kept in that memory. */
    public AnswerWriter(
            Json json, InstantSource clock, ThoughtMemory memory, ChatRequest request, ReplySink sink, Call call) {
        this.json = json;
        this.clock = clock;
        this.memory = memory;
        this.request = request;
        this.sink = sink;
        this.call = call;
    }

    @Override
    public void whole(ChatResponse response) throws IOException {
        Optional<WireBody> same = response.wire().filter(body -> body.format().equals(WireName.OPENAI_CHAT));
        RawJson body = same.map(own -> Notes.SNAKE.into(json, own.json(), "usage", sink.note(response.usage())))
                .orElseGet(() -> translated(response));
        body.writeTo(sink.open(200, "application/json", Map.of()));
    }

    private RawJson translated(ChatResponse response) {
        for (ChatResponse.Choice choice : response.choices()) {
            ShownThoughts.watch(choice.message().parts(), json, memory);
        }
        return ResponseWriter.write(
                json,
                response,
                sink.note(response.usage()),
                call,
                clock.instant().getEpochSecond());
    }

    @Override
    public void frame(Frame frame) throws IOException {
        Optional<Frame.Wire> same = frame.wire().filter(wire -> wire.format().equals(WireName.OPENAI_CHAT));
        if (same.isPresent()) {
            relay(same.get(), frame);
            return;
        }
        OutputStream body = open();
        for (RawJson chunk : translation().chunks(frame.events())) {
            EventLines.write(body, Optional.empty(), chunk, End.LF);
        }
    }

    @Override
    public void end() throws IOException {
        OutputStream body = open();
        if (translation.isPresent()) {
            for (RawJson chunk : translation.get().last(wantsUsage())) {
                EventLines.write(body, Optional.empty(), chunk, End.LF);
            }
        }
        body.write(LAST);
    }

    @Override
    public void fail(CallException failure) throws IOException {
        if (!sink.opened()) {
            ErrorEnvelope.write(failure, sink);
            return;
        }
        // A whole answer that stopped halfway has no place for an envelope; only the aborted connection tells.
        if (out.isPresent()) {
            EventLines.write(out.get(), Optional.empty(), ErrorEnvelope.json(failure), End.LF);
        }
    }

    /** A comment, once the stream is open or where one was asked for; a client that waits for JSON is left waiting. */
    @Override
    public void keepAlive() throws IOException {
        if (request.streaming()) {
            open().write(KEEP_ALIVE);
        }
    }

    private OutputStream open() throws IOException {
        if (out.isEmpty()) {
            out = Optional.of(sink.open(200, "text/event-stream", Map.of("cache-control", "no-cache")));
        }
        return out.get();
    }

    private void relay(Frame.Wire wire, Frame frame) throws IOException {
        OutputStream body = open();
        if (CHOICES.findsEmptyArray(wire.data()) && tellsOnlyUsage(wire.data()) && !wantsUsage()) {
            return;
        }
        EventLines.write(body, wire.event(), Notes.SNAKE.into(json, frame, wire.data(), sink), End.LF);
    }

    private boolean tellsOnlyUsage(RawJson chunk) {
        JsonObject object = json.object(chunk);
        return object.present("usage").isPresent()
                && object.get("choices")
                        .filter(choices -> json.array(choices).isEmpty())
                        .isPresent();
    }

    private boolean wantsUsage() {
        if (wantsUsage.isEmpty()) {
            wantsUsage = Optional.of(asksForUsage());
        }
        return wantsUsage.get();
    }

    private boolean asksForUsage() {
        return request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_CHAT))
                .flatMap(body -> body.json().present("stream_options"))
                .filter(options -> options.kind() == RawJson.Kind.OBJECT)
                .flatMap(options -> json.object(options).present("include_usage"))
                .filter(RawJson::isTrue)
                .isPresent();
    }

    private ChunkWriter translation() {
        if (translation.isEmpty()) {
            translation = Optional.of(new ChunkWriter(
                    json,
                    memory,
                    call,
                    request.model(),
                    sink::note,
                    clock.instant().getEpochSecond()));
        }
        return translation.get();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
