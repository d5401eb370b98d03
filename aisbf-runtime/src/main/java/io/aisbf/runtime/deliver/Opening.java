// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Upstream.Deadlines;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.route.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reply that is being opened. First it must bring content until a deadline; then, where its model has a least pace,
 * so many tokens that it would keep that pace up for the whole trial, until the trial is over. One thread, one reply.
 */
final class Opening {
    /** So many signs of life are kept for the client, which did not hear the others. */
    private static final int SIGNS = 16;
    /** So many steps without content are no answer; without a bound they would fill the memory. */
    private static final int EMPTY = 10_000;

    private final String plugin;
    private final Opened.Waits waits;
    private final Patience patience;
    private final boolean streamed;
    private final Alarms.Alarm alarm;
    private final long startNanos;
    private final List<Frame> held = new ArrayList<>();
    private Usage usage = Usage.NONE;
    private long dueNanos;
    private long firstNanos;
    private boolean begun;
    private boolean ended;
    private long tokens;
    private int empty;

    Opening(String plugin, Opened.Waits waits, boolean streamed, Alarms.Alarm alarm) {
        this.plugin = plugin;
        this.waits = waits;
        this.patience = waits.patience();
        this.streamed = streamed;
        this.alarm = alarm;
        this.startNanos = waits.alarms().now();
        this.dueNanos = startNanos + Alarms.nanos(limit());
    }

    private Duration limit() {
        Deadlines deadlines = patience.deadlines();
        return streamed ? deadlines.connect().plus(deadlines.firstByte()) : deadlines.total();
    }

    Opened open(Contained.Work<ChatReply> asking) throws InterruptedException {
        ChatReply reply = alarm.await(asking, dueNanos, this::late);
        try {
            if (reply instanceof ChatReply.Stream stream) {
                read(stream);
            } else {
                firstNanos = waits.alarms().now();
            }
        } catch (InterruptedException | RuntimeException e) {
            Opened.close(plugin, reply);
            throw e;
        }
        return new Opened(
                plugin, reply, new Opened.Start(held, ended, usage), new Opened.Times(startNanos, firstNanos), waits);
    }

    private void read(ChatReply.Stream stream) throws InterruptedException {
        boolean more = true;
        while (more) {
            if (waits.alarms().now() - dueNanos >= 0) {
                throw late();
            }
            Optional<Frame> frame = alarm.await(stream::next, dueNanos, this::late);
            ended = frame.isEmpty();
            if (ended && !begun) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, plugin + " sent a stream that ended before it had said anything");
            }
            more = frame.isPresent() && hold(frame.get());
        }
    }

    /** Keeps a frame back; tells whether more are to be read. */
    private boolean hold(Frame frame) throws InterruptedException {
        if (!frame.isSign() || held.size() < SIGNS) {
            held.add(frame);
        }
        List<ChatEvent> events = Contained.run(plugin, frame::events);
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.Counted counted) {
                usage = counted.usage();
            }
        }
        if (!Content.in(events)) {
            tooEmpty(frame);
            return true;
        }
        if (!begun) {
            begin();
        }
        tokens += Content.tokens(events);
        return guarded() && tokens < quota() && !Content.finishes(events);
    }

    private void tooEmpty(Frame frame) {
        empty += frame.isSign() ? 0 : 1;
        if (empty > EMPTY) {
            throw new CallException(
                    Failure.MALFORMED_REPLY, plugin + " sent " + EMPTY + " steps of a stream with nothing in them");
        }
    }

    private void begin() {
        begun = true;
        firstNanos = waits.alarms().now();
        if (guarded()) {
            dueNanos = firstNanos + Alarms.nanos(patience.trial());
        }
    }

    private boolean guarded() {
        return streamed && patience.slowest().isPresent();
    }

    /** The tokens with which a stream has shown its pace. */
    private double quota() {
        return patience.slowest().orElse(0)
                * patience.trial().toNanos()
                / Duration.ofSeconds(1).toNanos();
    }

    private CallException late() {
        if (begun) {
            return new CallException(
                    Failure.TIMED_OUT,
                    plugin + " is too slow: about " + tokens + " tokens in " + Incoming.words(patience.trial())
                            + ", where its model must bring "
                            + patience.slowest().orElse(0) + " a second");
        }
        String what = streamed
                ? " did not begin to answer within " + Incoming.words(limit()) + " (timeouts: connect and first_byte)"
                : " did not answer within " + Incoming.words(limit()) + " (timeouts: total)";
        return new CallException(Failure.TIMED_OUT, plugin + what);
    }
}
