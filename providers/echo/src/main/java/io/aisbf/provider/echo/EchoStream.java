// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.echo;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import java.util.Optional;

/**
 * An answer that arrives frame by frame, at its pace, and breaks where it was told to. Pulled by one thread, closed by
 * any.
 */
final class EchoStream implements ChatReply.Stream {
    private final Frames frames;
    private final Manner manner;
    private final Pace pace;
    private int at;

    EchoStream(Frames frames, Manner manner, Pace pace) {
        this.frames = frames;
        this.manner = manner;
        this.pace = pace;
    }

    @Override
    public Optional<Frame> next() throws InterruptedException {
        boolean breaks =
                manner.failAfter().isPresent() && at >= manner.failAfter().getAsInt();
        if (at == frames.size() && !breaks) {
            return Optional.empty();
        }
        pace.await(step());
        if (breaks) {
            throw manner.failure().orElseThrow();
        }
        Frame frame = frames.get(at);
        at++;
        return Optional.of(frame);
    }

    @Override
    public boolean ready() {
        return at == frames.size() || pace.due(step());
    }

    @Override
    public Usage usage() {
        return at == frames.size() ? frames.usage() : Usage.NONE;
    }

    @Override
    public void close() {
        pace.close();
    }

    /** The frame that ends the answer comes together with the last that says something. */
    private int step() {
        return Math.min(at, frames.size() - 2);
    }
}
