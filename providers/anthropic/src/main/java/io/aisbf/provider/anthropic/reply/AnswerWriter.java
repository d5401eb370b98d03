// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.anthropic.wire.ErrorEnvelope;
import io.aisbf.wire.write.EventLines;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one answer to a client of {@code anthropic-messages}. Frames that are {@code anthropic-messages} already are
 * relayed byte for byte but for what the gateway adds to the usage, with the {@code event} line without which the
 * official library passes them over.
 */
public final class AnswerWriter implements ReplyWriter {
    private static final byte[] KEEP_ALIVE = bytes("event: ping\ndata: {\"type\":\"ping\"}\n\n");

    private final Json json;
    private final ChatRequest request;
    private final ReplySink sink;
    private final Call call;
    private Optional<OutputStream> out = Optional.empty();
    private Optional<StreamWriter> translation = Optional.empty();
    private boolean relayed;

    /** Answers this request into this sink. */
    public AnswerWriter(Json json, ChatRequest request, ReplySink sink, Call call) {
        this.json = json;
        this.request = request;
        this.sink = sink;
        this.call = call;
    }

    @Override
    public void whole(ChatResponse response) throws IOException {
        Optional<WireBody> same = response.wire().filter(body -> body.format().equals(WireName.ANTHROPIC_MESSAGES));
        UsageNote note = sink.note(response.usage());
        RawJson body = same.map(own -> Notes.SNAKE.into(json, own.json(), "usage", note))
                .orElseGet(() -> ResponseWriter.write(response, note, call));
        body.writeTo(sink.open(200, "application/json", Map.of()));
    }

    @Override
    public void frame(Frame frame) throws IOException {
        Optional<Frame.Wire> same = frame.wire().filter(wire -> wire.format().equals(WireName.ANTHROPIC_MESSAGES));
        if (same.isPresent()) {
            relayed = true;
            RawJson data = Notes.SNAKE.into(json, frame, same.get().data(), sink);
            event(same.get().event().orElse("message"), data, open());
            return;
        }
        var events = translation().write(frame.events());
        OutputStream body = open();
        for (BlockEvents.Sent sent : events) {
            event(sent.name(), sent.data(), body);
        }
    }

    @Override
    public void end() throws IOException {
        if (relayed) {
            return;
        }
        var events = translation().last();
        OutputStream body = open();
        for (BlockEvents.Sent sent : events) {
            event(sent.name(), sent.data(), body);
        }
    }

    @Override
    public void fail(CallException failure) throws IOException {
        Optional<String> id = Optional.of(call.id());
        if (!sink.opened()) {
            ErrorEnvelope.write(failure, id, sink);
            return;
        }
        // A whole answer that stopped halfway has no place for an envelope; only the aborted connection tells.
        if (out.isPresent()) {
            event("error", ErrorEnvelope.json(failure, id), out.get());
        }
    }

    /** A ping, once the stream is open or where one was asked for; a client that waits for JSON is left waiting. */
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

    private StreamWriter translation() {
        if (translation.isEmpty()) {
            translation = Optional.of(new StreamWriter(json, call, request.model(), sink::note));
        }
        return translation.get();
    }

    private static void event(String name, RawJson data, OutputStream body) throws IOException {
        EventLines.write(body, Optional.of(name), data, EventLines.End.LF);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
