// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.reply;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.request.GeminiRequest;
import io.aisbf.provider.google.wire.ErrorEnvelope;
import io.aisbf.wire.write.EventLines;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Writes one answer to a client of {@code gemini-content}: whole, as events without names and without a last word where
 * it asked with {@code alt=sse}, or else as an array. Frames that are {@code gemini-content} already are relayed byte
 * for byte, but for what the gateway adds to the usage, and for line breaks, which an event cannot hold and JSON has no need of.
 */
public final class AnswerWriter implements ReplyWriter {
    private static final byte[] KEEP_ALIVE = bytes(": keep-alive\r\n\r\n");
    private static final byte[] OPEN = bytes("[");
    private static final byte[] NEXT = bytes("\n,\r\n");
    private static final byte[] CLOSE = bytes("\n]");
    private static final String OLD_USAGE = "usage_metadata";
    private static final byte[] SPACE = bytes("\n");

    private final Json json;
    private final ChatRequest request;
    private final ReplySink sink;
    private final Call call;
    private final boolean inArray;
    private Optional<OutputStream> out = Optional.empty();
    private Optional<ChunkWriter> translation = Optional.empty();
    private boolean any;

    /** Answers this request into this sink. */
    public AnswerWriter(Json json, ChatRequest request, ReplySink sink, Call call) {
        this.json = json;
        this.request = request;
        this.sink = sink;
        this.call = call;
        this.inArray = request.streaming() && request instanceof GeminiRequest own && own.inArray();
    }

    @Override
    public void whole(ChatResponse response) throws IOException {
        Optional<WireBody> same = response.wire().filter(body -> body.format().equals(WireName.GEMINI_CONTENT));
        UsageNote note = sink.note(response.usage());
        RawJson body = same.map(own -> relayed(own.json(), note))
                .orElseGet(() -> ChunkWriter.whole(json, call, sink::note, response));
        if (request.streaming()) {
            chunk(body);
            end();
            return;
        }
        body.writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Some upstreams spell as Google's protocol buffers do. */
    private RawJson relayed(JsonObject body, UsageNote note) {
        String member = body.get(OLD_USAGE).isPresent() ? OLD_USAGE : "usageMetadata";
        return Notes.CAMEL.into(json, body, member, note);
    }

    @Override
    public void frame(Frame frame) throws IOException {
        Optional<Frame.Wire> same = frame.wire().filter(wire -> wire.format().equals(WireName.GEMINI_CONTENT));
        if (same.isPresent()) {
            chunk(Notes.CAMEL.into(json, frame, same.get().data(), sink));
            return;
        }
        if (translation.isEmpty()) {
            translation = Optional.of(new ChunkWriter(json, call, sink::note, request.model()));
        }
        Optional<RawJson> chunk = translation.get().next(frame.events());
        open();
        if (chunk.isPresent()) {
            chunk(chunk.get());
        }
    }

    @Override
    public void end() throws IOException {
        if (translation.isPresent()) {
            chunk(translation.get().last());
        }
        OutputStream body = open();
        if (inArray) {
            body.write(CLOSE);
        }
    }

    @Override
    public void fail(CallException failure) throws IOException {
        if (!sink.opened()) {
            ErrorEnvelope.write(failure, sink, inArray);
            return;
        }
        // A whole answer that stopped halfway has no place for an envelope; only the aborted connection tells.
        if (out.isPresent()) {
            chunk(ErrorEnvelope.json(failure));
            if (inArray) {
                out.get().write(CLOSE);
            }
        }
    }

    /** A comment, or white space within the array; a client that waits for JSON is left waiting. */
    @Override
    public void keepAlive() throws IOException {
        if (request.streaming()) {
            open().write(inArray ? SPACE : KEEP_ALIVE);
        }
    }

    private OutputStream open() throws IOException {
        if (out.isEmpty()) {
            String type = inArray ? "application/json" : "text/event-stream";
            out = Optional.of(sink.open(200, type, Map.of("cache-control", "no-cache")));
            if (inArray) {
                out.get().write(OPEN);
            }
        }
        return out.get();
    }

    private void chunk(RawJson data) throws IOException {
        OutputStream body = open();
        if (inArray) {
            if (any) {
                body.write(NEXT);
            }
            data.writeTo(body);
        } else {
            EventLines.write(body, Optional.empty(), data, EventLines.End.CRLF);
        }
        any = true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
