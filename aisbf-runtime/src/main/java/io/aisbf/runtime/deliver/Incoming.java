// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.route.Patience;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The frames of a reply that was opened: those held back, then those still to come, waited for no longer than the model
 * may be silent between two pieces of content, and no longer than it may take in all. The time between two calls of
 * {@link #next}, in which a slow client may be waited for, is not the provider's silence. One thread.
 */
final class Incoming implements AutoCloseable {
    private final Deque<Frame> held;
    private final Optional<ChatReply.Stream> stream;
    private final Opened opened;
    private final boolean decodes;
    private final Patience patience;
    private final Alarms.Alarm alarm;
    private final long idleNanos;
    private final long totalDue;
    private final Supplier<CallException> late = this::late;
    private long silentUntil;
    private long left;
    private boolean silent;
    private boolean inAll;

    /**
     * The frames of a reply.
     *
     * @param decodes whether each frame is decoded anyway; then one without content does not end a silence. Otherwise
     *     only a sign of life that is known for one does not.
     */
    Incoming(Opened opened, Patience patience, BooleanSupplier stopped, boolean decodes) {
        this.opened = opened;
        this.patience = patience;
        this.decodes = decodes;
        this.held = new ArrayDeque<>(
                opened.reply() instanceof ChatReply.Whole whole ? ReplyUnfold.frames(whole.response()) : opened.held());
        this.stream =
                opened.reply() instanceof ChatReply.Stream one && !opened.ended() ? Optional.of(one) : Optional.empty();
        this.idleNanos = Alarms.nanos(patience.deadlines().idle());
        this.totalDue = opened.startNanos() + Alarms.nanos(patience.deadlines().total());
        this.alarm = opened.alarms().begin(opened.plugin(), stopped);
    }

    /** The next frame; empty once the answer is complete. */
    Optional<Frame> next() throws InterruptedException {
        if (!held.isEmpty()) {
            return Optional.of(held.remove());
        }
        if (stream.isEmpty()) {
            return Optional.empty();
        }
        long now = opened.alarms().now();
        silentUntil = silent ? silentUntil + (now - left) : now + idleNanos;
        inAll = silentUntil - totalDue > 0;
        long due = inAll ? totalDue : silentUntil;
        if (now - due >= 0) {
            throw late();
        }
        Optional<Frame> frame = alarm.await(stream.get()::next, due, late);
        silent = frame.isPresent() && isSilence(frame.get());
        if (silent) {
            left = opened.alarms().now();
        }
        return frame;
    }

    private boolean isSilence(Frame frame) throws InterruptedException {
        return frame.isSign() || (decodes && !Content.in(events(frame)));
    }

    /** What a frame means. */
    List<ChatEvent> events(Frame frame) throws InterruptedException {
        return Contained.run(opened.plugin(), frame::events);
    }

    /** Whether {@link #next} would answer without waiting, as far as is known. */
    boolean ready() {
        return !held.isEmpty() || stream.isEmpty() || stream.get().ready();
    }

    private CallException late() {
        String what = inAll
                ? " took longer than " + words(patience.deadlines().total()) + " in all (timeouts: total)"
                : " sent no content for " + words(patience.deadlines().idle()) + " (timeouts: idle)";
        return new CallException(Failure.TIMED_OUT, opened.plugin() + what);
    }

    /** A span of time for people. */
    static String words(Duration span) {
        long millis = span.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    @Override
    public void close() {
        alarm.close();
    }
}
