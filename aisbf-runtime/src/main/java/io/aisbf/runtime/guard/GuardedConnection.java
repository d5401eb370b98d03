// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.guard;

import io.aisbf.runtime.guard.Deadlines.Verdict;
import io.aisbf.runtime.guard.Stage.Phase;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;

/** One connection between the engine and the socket: puts {@link Feed} and {@link GuardedWriter} in between. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void>, Feed.Owner {
    private static final long PATIENCE = Duration.ofSeconds(1).toNanos();
    private static final long MOST_LINGERED = 32L * 1024 * 1024;

    private final ConnectionGuard guard;
    private final String id;
    private final ConnectionContext outer;
    private final HelidonSocket socket;
    private final Stage stage = new Stage();
    private final Deadlines deadlines;
    private final Inlet inlet;
    private final GuardedWriter writer;
    private final Feed feed;
    private final ServerConnection engine;
    private volatile Thread thread = Thread.currentThread();
    private volatile Optional<Watch> watch = Optional.empty();
    private volatile boolean gone;
    private volatile boolean lingering;
    // The sweeper's own notes.
    private long givenUp = Long.MIN_VALUE;
    private long armed = -1;
    private long seen = -1;

    GuardedConnection(ConnectionGuard guard, String id, ConnectionContext outer, ServerConnectionSelector http) {
        this.guard = guard;
        this.id = id;
        this.outer = outer;
        this.socket = outer.serverSocket();
        this.deadlines = new Deadlines(guard.settings());
        DataReader early = outer.dataReader();
        this.inlet = new Inlet(socket, early.available() == 0 ? Inlet.END : early.readBytes(early.available()));
        this.writer = new GuardedWriter(outer.dataWriter());
        this.feed = new Feed(inlet, stage, guard.settings().maximumHeadBytes(), this);
        this.engine = http.connection(new GuardedContext(outer, id, DataReader.create(feed), writer));
    }

    String id() {
        return id;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        if (!guard.enter(this)) {
            overfull();
            return;
        }
        try {
            engine.handle(limit);
        } finally {
            finish();
        }
    }

    /** The guard has its own idle deadline, so the engine's must never see a reason. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        engine.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return lingering || betweenRequests();
    }

    @Override
    public boolean betweenRequests() {
        return engine instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public boolean anotherRequest() {
        watch.ifPresent(Watch::close);
        return !gone && !writer.isCut();
    }

    @Override
    public void requestBegins() {
        writer.begin();
    }

    @Override
    public void answer(RefusedException refused, String path, boolean withBody) {
        try {
            writer.lastWords(refused.response(guard.refusal(), path, withBody));
        } catch (RuntimeException e) {
            throw new CloseConnectionException("the client has left before it was refused", e);
        }
    }

    Watch watch() {
        if (watch.isPresent()) {
            throw new IllegalStateException("this request has a watch already: use that one, or close it first");
        }
        Watch made = new Watch(this);
        watch = Optional.of(made);
        if (gone) {
            made.fire();
        }
        return made;
    }

    void unwatch(Watch closed) {
        if (watch.isPresent() && watch.get() == closed) {
            watch = Optional.empty();
        }
    }

    void abort() {
        writer.cut();
        Thread.ofVirtual().name("guard-abort-" + id).start(this::closeSocket);
    }

    /** How many bytes came so far; any thread. */
    long received() {
        return inlet.received();
    }

    /** Applies the deadlines; the sweeper's thread. */
    void sweep(long now) {
        if (givenUp != Long.MIN_VALUE) {
            if (now - givenUp >= PATIENCE) {
                // Closing did not wake it: TLS closes politely and may wait for the lock its stuck thread holds.
                thread.interrupt();
            }
            return;
        }
        long word = stage.word();
        Verdict verdict = deadlines.visit(now, word, inlet.received(), writer.writes());
        if (verdict == Verdict.WRITE_STALLED) {
            givenUp = now;
            writer.cut();
            Thread.ofVirtual().name("guard-stalled-" + id).start(() -> {
                left();
                closeSocket();
            });
        } else if (verdict != Verdict.NONE && stage.expire(word)) {
            givenUp = now;
            Thread.ofVirtual().name("guard-late-" + id).start(() -> endLate(verdict));
        }
    }

    /**
     * Starts read-ahead for a handler that is still at work since the last visit; the sweeper's thread.
     *
     * @return whether another visit is wanted soon
     */
    boolean arm() {
        if (watch.isEmpty() || gone) {
            return false;
        }
        long word = stage.word();
        if (Stage.phase(word) != Phase.WORK || word == armed) {
            return false;
        }
        if (word != seen) {
            seen = word;
            return true;
        }
        armed = word;
        Thread.ofVirtual().name("guard-ahead-" + id).start(this::readAhead);
        return false;
    }

    private void readAhead() {
        if (inlet.readAhead() && (inlet.broken() || !guard.settings().halfCloseKeepsCalls())) {
            left();
        }
    }

    private void left() {
        gone = true;
        watch.ifPresent(Watch::fire);
    }

    private void endLate(Verdict verdict) {
        boolean silent = verdict == Verdict.IDLE_LATE || verdict == Verdict.LINGERED || inlet.received() == 0;
        try {
            if (!silent && !writer.begun()) {
                boolean body = verdict == Verdict.BODY_LATE;
                String what = body ? "The request body came too slowly." : "The request head came too slowly.";
                byte[] answer = new RefusedException(408, what, true)
                        .response(guard.refusal(), body ? feed.path() : "", !body || !feed.headMethod());
                writer.cut();
                writer.lastWords(answer);
            }
        } catch (RuntimeException e) {
            System.getLogger(ConnectionGuard.class.getName())
                    .log(System.Logger.Level.DEBUG, "A late client could not be answered", e);
        } finally {
            writer.cut();
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (RuntimeException e) {
            // Closed already, by the client or by the engine: what was wanted.
            System.getLogger(ConnectionGuard.class.getName())
                    .log(System.Logger.Level.TRACE, "A connection was closed twice", e);
        }
    }

    private void overfull() {
        if (!outer.isSecure()) {
            answer(new RefusedException(503, "The gateway has too many connections open."), "", true);
        }
    }

    private void finish() {
        try {
            if (feed.unfinished() && !writer.isCut() && stage.enter(Phase.LINGER)) {
                linger();
            }
        } finally {
            guard.leave(this);
            watch.ifPresent(Watch::close);
        }
    }

    private void linger() {
        lingering = true;
        long from = inlet.received();
        try {
            while (inlet.next().length > 0 && inlet.received() - from < MOST_LINGERED) {
                // Thrown away: it belongs to a request that was answered early.
                Thread.onSpinWait();
            }
        } catch (CloseConnectionException e) {
            System.getLogger(ConnectionGuard.class.getName())
                    .log(System.Logger.Level.TRACE, "A client left while its request was thrown away", e);
        }
    }
}
