// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.JsonWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What is noted of one request while it goes through, and what the request log and {@code /api/calls} say of it. Written
 * by the threads that carry the call, handed to {@link RequestLog} at the end; may be read meanwhile by anybody. Holds
 * no prompt, no answer and no key, and of names that come from clients no more than their beginning.
 */
public final class CallRecord {
    private static final int LONGEST = 500;

    private final String id;
    private final Instant at;
    private final String method;
    private final String path;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final Trail trail;

    private int status;
    private Optional<String> client = Optional.empty();
    private Optional<String> asked = Optional.empty();
    private Optional<String> tried = Optional.empty();
    private Optional<String> selected = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private Optional<String> reason = Optional.empty();
    private Usage usage = Usage.NONE;
    private boolean streamed;
    private int attempts;
    private long bytesIn;
    private long bytesOut;
    private OptionalLong firstNanos = OptionalLong.empty();
    private OptionalLong endNanos = OptionalLong.empty();
    private boolean logged;
    private String losses = "";

    /**
     * A record of a request that begins now.
     *
     * @param nanoTime the clock that its times go by
     */
    public CallRecord(String id, Instant at, String method, String path, LongSupplier nanoTime) {
        this.id = id;
        this.at = at;
        this.method = Reason.cut(method, LONGEST);
        this.path = Reason.cut(path, LONGEST);
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
        this.trail = new Trail(nanoTime);
    }

    /** A record for whom time stands still. */
    public CallRecord(String id, Instant at, String method, String path, long startNanos) {
        this(id, at, method, path, () -> startNanos);
    }

    /** The name of the call. */
    public String id() {
        return id;
    }

    /** Why it is answered by whom. */
    public Trail trail() {
        return trail;
    }

    long startNanos() {
        return startNanos;
    }

    /** The status that went out, 0 before. */
    public synchronized int status() {
        return status;
    }

    /** Notes the status that goes out. */
    public synchronized void status(int sent) {
        status = sent;
    }

    /** Notes who asks, by the name of its key. */
    public synchronized void client(String name) {
        client = Optional.of(Reason.cut(name, LONGEST));
    }

    /** Notes what was asked for, by the client's own name. */
    public synchronized void asked(String name, boolean stream) {
        asked = Optional.of(Reason.cut(name, LONGEST));
        streamed = stream;
    }

    /** Whether a model was asked for, or would have been, had the request been right. */
    synchronized boolean isCall() {
        return asked.isPresent() || (failure.isPresent() && method.equals("POST"));
    }

    /** Notes that a target is tried; the {@link #trail} tells more, where somebody wrote it. */
    public synchronized void attempt(String name) {
        tried = Optional.of(Reason.cut(name, LONGEST));
        attempts++;
    }

    /** Notes that of all that were tried this target is the one whose answer goes to the client. */
    public synchronized void selected(String name) {
        selected = Optional.of(Reason.cut(name, LONGEST));
    }

    /** The target whose answer goes to the client, or the one tried last. */
    public synchronized Optional<String> target() {
        return selected.or(() -> trail.decisive().map(Step.Tried::target)).or(() -> tried);
    }

    private Optional<String> key() {
        return trail.decisive()
                .filter(one -> selected.map(one.target()::equals).orElse(true))
                .map(Step.Tried::key)
                .filter(key -> !key.isEmpty());
    }

    /** Notes how the call failed; the reason is for the operator. */
    public synchronized void failed(Failure kind, String words) {
        failure = Optional.of(kind);
        reason = Optional.of(Reason.cut(words, LONGEST));
    }

    /** What the provider counted, as far as it is known. */
    public synchronized Usage usage() {
        return usage;
    }

    /** Notes what the provider counted; the last word counts. */
    public synchronized void usage(Usage counted) {
        usage = counted;
    }

    /** Notes the size of the request's body. */
    public synchronized void bytesIn(long count) {
        bytesIn = count;
    }

    /** Adds to the size of the answer's body. */
    public synchronized void bytesOut(long count) {
        bytesOut += count;
    }

    /** Notes that the first piece of the answer is there; later pieces change nothing. */
    public synchronized void first(long nanos) {
        if (firstNanos.isEmpty()) {
            firstNanos = OptionalLong.of(nanos - startNanos);
        }
    }

    /** Notes whether somebody else has answered this request and written its line. */
    public synchronized void logged(boolean elsewhere) {
        logged = elsewhere;
    }

    synchronized boolean logged() {
        return logged;
    }

    /** Notes what could not be carried. */
    public synchronized void losses(String members) {
        losses = Reason.cut(members, LONGEST);
    }

    /** Notes that it is over; what time it is then, the log knows. */
    synchronized void ended(long nanos) {
        endNanos = OptionalLong.of(nanos);
    }

    /** The line for the log, one JSON object. */
    synchronized byte[] line() {
        JsonLine line = new JsonLine();
        describe(line);
        if (trail.eventful()) {
            line.text("trail", trail.brief());
        }
        return times(line).end();
    }

    /** Writes all that is known of it as members of the object that is being written. */
    public synchronized void describe(JsonWriter json) {
        JsonLine line = new JsonLine(json);
        describe(line.text("state", endNanos.isPresent() ? "done" : "running"));
        times(line);
        json.name("trail").object().name("brief").text(trail.brief());
        trail.write(json);
        json.end().name("words").array();
        client.ifPresent(name -> json.text("The key '" + name + "' asked."));
        trail.words().forEach(json::text);
        if (endNanos.isPresent()) {
            json.text("The client got status " + status
                    + failure.map(kind -> " (" + kind.name() + ")").orElse("") + " after "
                    + Math.round(taken() / 1e6) + " ms.");
        }
        json.end();
    }

    /** Writes the little that stands in a list of calls as members of the object that is being written. */
    public synchronized void mention(JsonWriter json) {
        JsonLine line = new JsonLine(json).text("id", id).text("time", at.toString());
        client.ifPresent(name -> line.text("client", name));
        asked.ifPresent(name -> line.text("asked", name));
        target().ifPresent(name -> line.text("target", name));
        line.text("state", endNanos.isPresent() ? "done" : "running").number("status", status);
        failure.ifPresent(kind -> line.text("failure", kind.name()));
        line.number("attempts", attempts()).millis("total_ms", taken());
    }

    private int attempts() {
        return Math.max(attempts, trail.attempts());
    }

    private void describe(JsonLine line) {
        line.text("time", at.toString())
                .text("id", id)
                .text("method", method)
                .text("path", path)
                .number("status", status);
        client.ifPresent(name -> line.text("client", name));
        asked.ifPresent(name -> line.text("asked", name).bool("stream", streamed));
        target().ifPresent(name -> line.text("target", name));
        key().ifPresent(key -> line.text("key", key));
        if (attempts() > 0) {
            line.number("attempts", attempts());
        }
        failure.ifPresent(kind -> line.text("failure", kind.name()));
        reason.ifPresent(words -> line.text("reason", words));
        line.usage(usage);
        if (!losses.isEmpty()) {
            line.text("lossy", losses);
        }
        line.number("bytes_in", bytesIn).number("bytes_out", bytesOut);
    }

    private JsonLine times(JsonLine line) {
        firstNanos.ifPresent(nanos -> line.millis("first_token_ms", nanos));
        return line.millis("total_ms", taken());
    }

    private long taken() {
        return endNanos.orElseGet(nanoTime) - startNanos;
    }
}
