// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.select.SelectionStrategy.Outcome;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.observe.CallRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Brings one reply to the client: whole or piece by piece, as the client asked, whatever the provider gave. Until
 * {@link #committed} nothing has gone out, so that the next candidate may still answer. Used by the thread that carries
 * the call.
 */
public final class Delivery {
    private final WireName format;
    private final ReplyWriter writer;
    private final Outlet outlet;
    private final boolean streaming;
    private final CallRecord record;
    private final LongSupplier nanoTime;
    private final KeepAlive keepAlive;
    private long firstNanos;
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
        this.format = format;
        this.writer = writer;
        this.outlet = outlet;
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
        return outlet.opened();
    }

    /**
     * Brings a reply; closes it.
     *
     * @param call is told what a streamed answer loses by being put together
     * @param start when the attempt began
     */
    public Outcome.Answered deliver(String plugin, ChatReply reply, Call call, long start) throws InterruptedException {
        try (reply) {
            switch (reply) {
                case ChatReply.Whole whole -> whole(whole.response());
                case ChatReply.Stream stream when streaming -> relay(plugin, stream);
                case ChatReply.Stream stream ->
                    whole(fold(
                            plugin,
                            stream,
                            new ReplyFold(type -> call.declareLoss(type, "a whole answer has no such step"))));
            }
        }
        return new Outcome.Answered(
                Duration.ofNanos(firstNanos - start), Duration.ofNanos(nanoTime.getAsLong() - start), usage);
    }

    /** Reads a stream to its end and gives the whole answer. */
    public static ChatResponse fold(String plugin, ChatReply.Stream stream, ReplyFold fold) throws InterruptedException {
        Optional<Frame> frame = Contained.run(plugin, stream::next);
        while (frame.isPresent()) {
            Frame now = frame.get();
            Contained.run(plugin, now::events).forEach(fold::add);
            frame = Contained.run(plugin, stream::next);
        }
        return fold.whole();
    }

    private void whole(ChatResponse response) throws InterruptedException {
        first();
        count(response.usage());
        if (streaming) {
            for (Frame frame : ReplyUnfold.frames(response)) {
                write(() -> writer.frame(frame));
            }
            write(writer::end);
        } else {
            write(() -> writer.whole(response));
        }
    }

    private void relay(String plugin, ChatReply.Stream stream) throws InterruptedException {
        Optional<Frame> frame = Contained.run(plugin, stream::next);
        first();
        try (KeepAlive.Pulse pulse = keepAlive.pulse(this::signOfLife)) {
            while (frame.isPresent()) {
                pulse.hold();
                try {
                    forward(frame.get(), stream);
                } finally {
                    pulse.release();
                }
                frame = Contained.run(plugin, stream::next);
            }
        }
        count(stream.usage());
        write(writer::end);
    }

    private void forward(Frame frame, ChatReply.Stream stream) throws InterruptedException {
        note(frame);
        write(() -> writer.frame(frame));
        if (!stream.ready()) {
            write(outlet::flush);
        }
    }

    private void signOfLife() throws IOException {
        writer.keepAlive();
        outlet.flush();
    }

    /** A frame that was made here tells its usage itself; one off the wire is not decoded for it. */
    private void note(Frame frame) {
        if (frame.wire().isEmpty()) {
            for (ChatEvent event : frame.events()) {
                if (event instanceof ChatEvent.Counted counted) {
                    count(counted.usage());
                }
            }
        }
    }

    private void first() {
        firstNanos = nanoTime.getAsLong();
        record.first(firstNanos);
    }

    private void count(Usage counted) {
        if (!counted.equals(Usage.NONE)) {
            usage = counted;
            record.usage(counted);
        }
    }

    /** Something that is written to the client. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    private void write(Writing writing) throws InterruptedException {
        try {
            writing.write();
        } catch (CallException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw Contained.broken(Failure.INTERNAL, Contained.label(format), e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new CallException(Failure.CALLER_GONE, "the client left before the answer was complete", e);
        }
    }
}
