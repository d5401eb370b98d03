// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is noted of one request while it goes through, and what the request log then says of it. Written by the thread
 * that carries the call, handed to {@link RequestLog} at the end. Holds no prompt, no answer and no key.
 */
public final class CallRecord {
    private final String id;
    private final Instant at;
    private final String method;
    private final String path;
    private final long startNanos;

    private int status;
    private Optional<String> asked = Optional.empty();
    private Optional<String> target = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<String> reason = Optional.empty();
    private Usage usage = Usage.NONE;
    private boolean streamed;
    private int attempts;
    private long bytesIn;
    private long bytesOut;
    private OptionalLong firstNanos = OptionalLong.empty();
    private boolean logged;
    private String losses = "";

    /** A record of a request that begins now. */
    public CallRecord(String id, Instant at, String method, String path, long startNanos) {
        this.id = id;
        this.at = at;
        this.method = method;
        this.path = path;
        this.startNanos = startNanos;
    }

    /** The name of the call. */
    public String id() {
        return id;
    }

    /** The status that went out, 0 before. */
    public int status() {
        return status;
    }

    /** Notes the status that goes out. */
    public void status(int sent) {
        status = sent;
    }

    /** Notes what was asked for, by the client's own name. */
    public void asked(String name, boolean stream) {
        asked = Optional.of(name);
        streamed = stream;
    }

    /** Notes that a target is tried. */
    public void attempt(String name) {
        target = Optional.of(name);
        attempts++;
    }

    /** The target tried last. */
    public Optional<String> target() {
        return target;
    }

    /** Notes how the call failed; the reason is for the operator. */
    public void failed(Failure kind, String words) {
        failure = Optional.of(kind);
        reason = Optional.of(words);
    }

    /** Notes what the provider counted; the last word counts. */
    public void usage(Usage counted) {
        usage = counted;
    }

    /** Notes the size of the request's body. */
    public void bytesIn(long count) {
        bytesIn = count;
    }

    /** Adds to the size of the answer's body. */
    public void bytesOut(long count) {
        bytesOut += count;
    }

    /** Notes that the first piece of the answer is there; later pieces change nothing. */
    public void first(long nanos) {
        if (firstNanos.isEmpty()) {
            firstNanos = OptionalLong.of(nanos - startNanos);
        }
    }

    /** Notes whether somebody else has answered this request and written its line. */
    public void logged(boolean elsewhere) {
        logged = elsewhere;
    }

    boolean logged() {
        return logged;
    }

    /** Notes what could not be carried. */
    public void losses(String members) {
        losses = members;
    }

    /** The line for the log, one JSON object. */
    byte[] line(long endNanos) {
        JsonLine line = new JsonLine()
                .text("time", at.toString())
                .text("id", id)
                .text("method", method)
                .text("path", path)
                .number("status", status);
        asked.ifPresent(name -> line.text("asked", name).bool("stream", streamed));
        target.ifPresent(name -> line.text("target", name).number("attempts", attempts));
        failure.ifPresent(kind -> line.text("failure", kind.name()));
        reason.ifPresent(words -> line.text("reason", words));
        if (!usage.equals(Usage.NONE)) {
            line.number("input_tokens", usage.input())
                    .number("cached_tokens", usage.cachedInput())
                    .number("output_tokens", usage.output())
                    .number("reasoning_tokens", usage.reasoning());
        }
        if (!losses.isEmpty()) {
            line.text("lossy", losses);
        }
        line.number("bytes_in", bytesIn).number("bytes_out", bytesOut);
        firstNanos.ifPresent(nanos -> line.millis("first_token_ms", nanos));
        return line.millis("total_ms", endNanos - startNanos).end();
    }
}
