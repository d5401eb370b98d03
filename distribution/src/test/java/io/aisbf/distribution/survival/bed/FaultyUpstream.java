// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.survival.bed;

import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import io.aisbf.distribution.survival.bed.Mode.Came;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An upstream that fails in one way of the book, and writes down the truth about what it was asked: when, for which
 * call, with which key, whether it was too early, whether it answered. Any thread.
 */
public final class FaultyUpstream implements AutoCloseable {
    /** How often an upstream that names a time refuses before it is well again. */
    private static final int REFUSALS = 2;

    private final Mode mode;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<Integer, Boolean> connections = new ConcurrentHashMap<>();
    private final Optional<Door> door;
    private final Optional<RawUpstream> server;
    private final List<Instant> named = new ArrayList<>();
    private Instant until = Instant.MIN;
    private int refusals;

    /** Listens on a port of its own. */
    public FaultyUpstream(Mode mode) {
        this.mode = mode;
        this.door = mode.door().map(Door::new);
        this.server = door.isPresent() ? Optional.empty() : Optional.of(new RawUpstream(this::script));
    }

    /**
     * A request that came.
     *
     * @param call the number of the call it belongs to; empty for one that is no question
     * @param early whether it came before the time that had been named
     * @param answered whether all of the script was played
     */
    public record Arrival(
            Instant at, String path, OptionalInt call, String key, boolean early, AtomicBoolean answered) {
        /** {@return whether it asks a model} */
        public boolean asks() {
            return call.isPresent();
        }
    }

    /** {@return how it fails} */
    public Mode mode() {
        return mode;
    }

    /** {@return where a provider has to look for it} */
    public String endpoint() {
        String openai = door.map(Door::endpoint)
                .or(() -> server.map(RawUpstream::endpoint))
                .orElseThrow();
        return mode.dialect() == Mode.Dialect.OPENAI ? openai : openai.replaceFirst("/v1$", "");
    }

    /** {@return what came, the oldest first} */
    public synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** {@return how many times it was asked; where nothing can be asked, how many connections came about} */
    public int asked() {
        return door.map(Door::visits)
                .orElseGet(() -> (int) arrivals().stream().filter(Arrival::asks).count());
    }

    /** {@return the requests that came before the time that had been named} */
    public List<Arrival> early() {
        return arrivals().stream().filter(Arrival::early).toList();
    }

    /** {@return the times that it named, one for each refusal} */
    public synchronized List<Instant> named() {
        return List.copyOf(named);
    }

    @Override
    public void close() {
        door.ifPresent(Door::close);
        server.ifPresent(RawUpstream::close);
    }

    private synchronized List<Step> script(Request request) {
        boolean reused = connections.put(request.connection(), true) != null;
        Came came = new Came(request, reused);
        Instant now = Instant.now();
        // A server that closes a connection just when a request comes by it has read nothing of it.
        boolean unread = reused && mode.name().equals(Modes.STALE);
        boolean asks = request.line().startsWith("POST") && !unread;
        OptionalInt call = asks ? OptionalInt.of(Marks.call(request)) : OptionalInt.empty();
        AtomicBoolean answered = new AtomicBoolean();
        int number = arrivals.size();
        arrivals.add(new Arrival(now, request.path(), call, came.key(), now.isBefore(until), answered));
        List<Step> steps = new ArrayList<>(steps(came, number, now));
        steps.add(new RawUpstream.Tell(() -> answered.set(true)));
        return steps;
    }

    private List<Step> steps(Came came, int number, Instant now) {
        boolean streamed = Marks.streamed(came.request());
        if (mode.hint().isPresent() && (now.isBefore(until) || refusals < REFUSALS)) {
            refusals++;
            return List.of(refusal(mode.hint().get(), now));
        }
        if (!came.request().line().startsWith("POST")) {
            return list(came);
        }
        return mode.hint().isPresent()
                ? Recorded.good(mode.dialect(), streamed)
                : mode.script().steps(came, streamed, number);
    }

    /** What is free is as broken as what costs; only a key is told right from wrong. */
    private List<Step> list(Came came) {
        if (mode.name().endsWith("-of-two-keys") && came.key().equals(Modes.BAD_KEY)) {
            return mode.script().steps(came, false, 0);
        }
        return List.of(
                RawUpstream.reply(200, "application/json", "{\"object\":\"list\",\"data\":[{\"id\":\"text\"}]}"));
    }

    private Step refusal(Hint hint, Instant now) {
        Hint.Said said = hint.at(now);
        until = said.until().isAfter(until) ? said.until() : until;
        named.add(said.until());
        return RawUpstream.reply(
                said.status(), "application/json", said.body(), said.headers().toArray(String[]::new));
    }
}
