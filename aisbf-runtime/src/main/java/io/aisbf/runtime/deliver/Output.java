// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.provider.Frame;
import io.aisbf.api.wire.ReplyWriter;
import io.aisbf.api.wire.WireName;
import io.aisbf.runtime.contain.Contained;
import java.io.IOException;

/**
 * The client's side of a delivery: what goes wrong there is either that the client left, or the fault of the format
 * that writes for it. One thread, but for {@link #signOfLife}, which others call under the lock of the stream's pulse.
 */
final class Output {
    private final WireName format;
    private final ReplyWriter writer;
    private final Delivery.Outlet outlet;

    Output(WireName format, ReplyWriter writer, Delivery.Outlet outlet) {
        this.format = format;
        this.writer = writer;
        this.outlet = outlet;
    }

    boolean opened() {
        return outlet.opened();
    }

    void whole(ChatResponse response) throws InterruptedException {
        write(() -> writer.whole(response));
    }

    void frame(Frame frame) throws InterruptedException {
        write(() -> writer.frame(frame));
    }

    void flush() throws InterruptedException {
        write(outlet::flush);
    }

    void end() throws InterruptedException {
        write(writer::end);
    }

    void signOfLife() throws IOException {
        writer.keepAlive();
        outlet.flush();
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
