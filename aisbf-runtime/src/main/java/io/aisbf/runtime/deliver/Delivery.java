// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Message;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.observe.CallRecord;
import io.aisbf.runtime.route.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Brings a reply to the client: whole or piece by piece, as the client asked, whatever the provider gave. Until {@link
 * #committed} nothing has gone out, so that the next candidate may still answer; after that, one may at most carry on
 * with a text that broke off. Used by the thread that carries the call.
 */
public final class Delivery {
    private final Output output;
    private final boolean streaming;
    private final CallRecord record;
    private final LongSupplier nanoTime;
    private final KeepAlive keepAlive;
    private Optional<Telling> telling = Optional.empty();
    private Usage usage = Usage.NONE;

    /**
     * The way back to one client.
     *
     * @param format the protocol the client speaks
     * @param outlet what lies under the writer
     * @param streaming whether the client asked for a stream
     * @param keepAlive what keeps a stream from being silent for too long
     */
    public Delivery(
            WireName format,
            ReplyWriter writer,
            Outlet outlet,
            boolean streaming,
            CallRecord record,
            LongSupplier nanoTime,
            KeepAlive keepAlive) {
        this.output = new Output(format, writer, outlet);
        this.streaming = streaming;
        this.record = record;
        this.nanoTime = nanoTime;
        this.keepAlive = keepAlive;
    }

    /** The client's side, under the protocol. */
    public interface Outlet {
        /** Whether status and headers were opened. */
        boolean opened();

        /** Sends what was written so far. */
        void flush() throws IOException;
    }

    /** Whether something was written, so that no other candidate can answer any more. */
    public boolean committed() {
        return output.opened();
    }

    /**
     * Brings a reply; closes it.
     *
     * @param call is told what a streamed answer loses by being put together
     * @param patience how long the provider may be silent, and take in all
     * @param continuing whether somebody else may carry on if it breaks off; it is then written anew, for two streams
     *     cannot be spliced as bytes
     * @param stopped whether the call is over; must say so before this thread is interrupted
     * @throws io.aisbf.api.call.CallException if it breaks off, takes too long or the client leaves
     */
    public Outcome.Answered deliver(
            Opened opened, Call call, Patience patience, boolean continuing, BooleanSupplier stopped)
            throws InterruptedException {
        try (opened) {
            usage = Usage.NONE;
            telling = Optional.empty();
            if (!streaming) {
                ReplyFold fold = new ReplyFold(type -> call.declareLoss(type, "a whole answer has no such step"));
                ChatResponse response = opened.whole(patience, stopped, fold);
                record.first(opened.firstNanos());
                count(response.usage());
                output.whole(response);
            } else if (continuing) {
                Telling begun = new Telling();
                telling = Optional.of(begun);
                spell(opened, patience, stopped, begun);
            } else {
                relay(opened, patience, stopped);
            }
        }
        return answered(opened);
    }

    /**
     * The text the client has, if the answer broke off where somebody else can carry on: after nothing but text, of an
     * answer that was delivered to be continued.
     */
    public Optional<String> continuable() {
        return telling.flatMap(Telling::text);
    }

    /**
     * Carries on with an answer that is {@link #continuable}, by a reply to {@link Continuation#of}; closes it. What
     * the second model repeats is left out, and so are its thoughts. If it breaks off as well, somebody else may carry
     * on again.
     *
     * @throws io.aisbf.api.call.CallException if it breaks off, takes too long or the client leaves; {@code
     *     CANNOT_CARRY} if it began another answer
     */
    public Outcome.Answered carryOn(Opened opened, Call call, Patience patience, BooleanSupplier stopped)
            throws InterruptedException {
        try (opened) {
            usage = Usage.NONE;
            Telling begun = telling.orElseThrow();
            begun.goOn(opened.plugin());
            spell(opened, patience, stopped, begun);
        }
        return answered(opened);
    }

    /** Says something as an ordinary answer, in the gateway's own words. */
    public void tell(String model, String text) throws InterruptedException {
        ChatResponse.Choice choice =
                new ChatResponse.Choice(0, Message.of(Message.Role.ASSISTANT, text), FinishReason.Known.STOP);
        ChatResponse response = ChatResponse.of(record.id(), model, List.of(choice), Usage.NONE);
        record.first(nanoTime.getAsLong());
        if (streaming) {
            for (Frame frame : ReplyUnfold.frames(response)) {
                output.frame(frame);
            }
            // A client that asked for the usage waits for it.
            output.frame(Frame.of(List.of(new ChatEvent.Counted(Usage.NONE))));
            output.end();
        } else {
            output.whole(response);
        }
    }

    private Outcome.Answered answered(Opened opened) {
        long start = opened.startNanos();
        return new Outcome.Answered(
                Duration.ofNanos(opened.firstNanos() - start), Duration.ofNanos(nanoTime.getAsLong() - start), usage);
    }

    /** As it came: a frame off the wire is not decoded. */
    private void relay(Opened opened, Patience patience, BooleanSupplier stopped) throws InterruptedException {
        record.first(opened.firstNanos());
        try (Incoming incoming = new Incoming(opened, patience, stopped, false)) {
            try (KeepAlive.Pulse pulse = keepAlive.pulse(output::signOfLife)) {
                Optional<Frame> frame = incoming.next();
                while (frame.isPresent()) {
                    pulse.hold();
                    try {
                        forward(frame.get(), incoming);
                    } finally {
                        pulse.release();
                    }
                    frame = incoming.next();
                }
            }
            count(opened.usage());
        }
        output.end();
    }

    private void forward(Frame frame, Incoming incoming) throws InterruptedException {
        if (frame.wire().isEmpty()) {
            note(frame.events());
        }
        output.frame(frame);
        if (!incoming.ready()) {
            output.flush();
        }
    }

    /** By what it means. */
    private void spell(Opened opened, Patience patience, BooleanSupplier stopped, Telling begun)
            throws InterruptedException {
        record.first(opened.firstNanos());
        try (Incoming incoming = new Incoming(opened, patience, stopped, true)) {
            try (KeepAlive.Pulse pulse = keepAlive.pulse(output::signOfLife)) {
                if (committed()) {
                    // The client has been waiting ever since the answer broke off.
                    pulse.hold();
                    pulse.release();
                }
                Optional<Frame> frame = incoming.next();
                while (frame.isPresent()) {
                    List<ChatEvent> events = incoming.events(frame.get());
                    note(events);
                    say(begun.told(events), incoming, pulse);
                    frame = incoming.next();
                }
                say(begun.rest(), incoming, pulse);
            }
            count(opened.usage());
        }
        output.end();
    }

    private void say(List<ChatEvent> events, Incoming incoming, KeepAlive.Pulse pulse) throws InterruptedException {
        if (events.isEmpty()) {
            return;
        }
        pulse.hold();
        try {
            output.frame(Frame.of(events));
            if (!incoming.ready()) {
                output.flush();
            }
        } finally {
            pulse.release();
        }
    }

    private void note(List<ChatEvent> events) {
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.Counted counted) {
                count(counted.usage());
            }
        }
    }

    private void count(Usage counted) {
        if (!counted.equals(Usage.NONE)) {
            usage = counted;
            record.usage(counted);
        }
    }
}
