// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.http;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.runtime.deliver.Delivery;
import io.aisbf.runtime.observe.CallRecord;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The way back to one client. What is written is held until somebody flushes: an answer that was never flushed goes out
 * in one piece with its length; one that was, in chunks as they come. Belongs to the thread that carries the call.
 *
 * <p>An answer that must not look finished is simply not {@link #finish}ed: the server then drops the connection
 * without the last chunk.
 */
public final class ResponseSink extends OutputStream implements ReplySink, Delivery.Outlet {
    private static final int FIRST = 1024;

    private final ServerResponse response;
    private final CallRecord record;
    private final Map<String, String> own = new LinkedHashMap<>();
    private byte[] held = new byte[FIRST];
    private int count;
    private boolean opened;
    private OutputStream streaming = OutputStream.nullOutputStream();
    private boolean committed;
    private Consumer<ResponseSink> beforeOpening = sink -> {};
    private Function<Usage, UsageNote> notes = _ -> UsageNote.NONE;

    ResponseSink(ServerResponse response, CallRecord record) {
        this.response = response;
        this.record = record;
    }

    /** Sets a header of the gateway's own; does nothing once the answer was opened. */
    public void header(String name, String value) {
        own.put(name, value);
    }

    /** Has headers set at the last moment, when all is known that they tell. */
    public void beforeOpening(Consumer<ResponseSink> headers) {
        beforeOpening = headers;
    }

    @Override
    public OutputStream open(int status, String mediaType, Map<String, String> headers) {
        if (opened) {
            throw new IllegalStateException("the answer was opened before");
        }
        beforeOpening.accept(this);
        opened = true;
        record.status(status);
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        response.header("x-request-id", record.id());
        response.header("request-id", record.id());
        if (mediaType.startsWith("text/event-stream")) {
            response.header("cache-control", "no-cache");
            response.header("x-accel-buffering", "no");
        }
        headers.forEach(response::header);
        own.forEach(response::header);
        return this;
    }

    @Override
    public boolean opened() {
        return opened;
    }

    @Override
    public Optional<String> callId() {
        return Optional.of(record.id());
    }

    @Override
    public UsageNote note(Usage counted) {
        return notes.apply(counted);
    }

    /** Sets who tells what the gateway adds to the usage of this answer. */
    public void notes(Function<Usage, UsageNote> telling) {
        notes = telling;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (count + length > held.length) {
            held = Arrays.copyOf(held, Math.max(held.length * 2, count + length));
        }
        System.arraycopy(bytes, from, held, count, length);
        count += length;
        record.bytesOut(length);
    }

    @Override
    public void flush() throws IOException {
        if (count == 0) {
            return;
        }
        try {
            if (!committed) {
                committed = true;
                streaming = response.outputStream();
            }
            streaming.write(held, 0, count);
            streaming.flush();
            count = 0;
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }

    /** Ends the answer; without it the client sees that it broke off. */
    void finish() throws IOException {
        try {
            if (committed) {
                flush();
                streaming.close();
            } else {
                committed = true;
                response.send(held, 0, count);
            }
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }
}
