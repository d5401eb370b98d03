// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatEvent;
import io.aisbf.api.chat.FinishReason;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.WireName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that does what a test says, in a time that passes only where it says so: a wait looks at the alarms every
 * ten milliseconds of that time, as the sweeper would, and ends where one of them interrupts it.
 */
final class ScriptedStream implements ChatReply.Stream {
    static final WireName WIRE = new WireName("test");
    private static final Duration LOOK = Duration.ofMillis(10);

    private final AtomicLong clock;
    private final Runnable sweep;
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean closed;

    ScriptedStream(AtomicLong clock, Runnable sweep) {
        this.clock = clock;
        this.sweep = sweep;
    }

    /** One thing that happens; a frame if it brings one. */
    @FunctionalInterface
    interface Step {
        Optional<Frame> happens() throws IOException, InterruptedException;
    }

    ScriptedStream then(Step step) {
        steps.add(step);
        return this;
    }

    ScriptedStream events(ChatEvent... events) {
        return then(() -> Optional.of(Frame.of(List.of(events))));
    }

    ScriptedStream text(String text) {
        return events(new ChatEvent.TextDelta(0, text));
    }

    ScriptedStream finish() {
        return events(new ChatEvent.Finished(0, FinishReason.Known.STOP), new ChatEvent.Counted(Usage.of(1, 2)));
    }

    ScriptedStream ping() {
        return then(() -> Optional.of(Frame.sign(WIRE, Optional.of("ping"), RawJson.of("{}"))));
    }

    /** Text off the wire, which does not expect to be decoded. */
    ScriptedStream sealed(String text) {
        return then(() -> Optional.of(Frame.raw(WIRE, Optional.empty(), RawJson.of("\"" + text + "\""), _ -> {
            throw new AssertionError("nobody should have decoded '" + text + "'");
        })));
    }

    ScriptedStream silence(Duration time) {
        return then(() -> {
            pass(time, clock, sweep);
            return Optional.empty();
        });
    }

    ScriptedStream fails(Failure failure) {
        return then(() -> {
            throw new CallException(failure, "broke off");
        });
    }

    /** Lets time pass until it is over or somebody interrupts. */
    static void pass(Duration time, AtomicLong clock, Runnable sweep) throws InterruptedException {
        for (long left = time.toNanos(); left > 0; left -= LOOK.toNanos()) {
            clock.addAndGet(Math.min(left, LOOK.toNanos()));
            sweep.run();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Override
    public Optional<Frame> next() throws IOException, InterruptedException {
        while (!steps.isEmpty()) {
            Optional<Frame> frame = steps.remove().happens();
            if (frame.isPresent()) {
                return frame;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
    }

    boolean closed() {
        return closed;
    }
}
