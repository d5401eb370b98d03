// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import static java.lang.System.Logger.Level.DEBUG;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.Frame;
import io.aisbf.runtime.route.Patience;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A reply that was read as far as its first content and of which nobody has seen anything yet: from here on either it
 * is brought to the client, or it is closed and another one is. Made by {@link Openings}; may be handed to another
 * thread, which then reads on.
 */
public final class Opened implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Opened.class.getName());

    private final String plugin;
    private final ChatReply reply;
    private final Start start;
    private final Times times;
    private final Waits waits;

    /**
     * What was read of a stream.
     *
     * @param held the frames, in order
     * @param ended whether it came to its natural end with them
     * @param usage what the provider has counted by then
     */
    record Start(List<Frame> held, boolean ended, Usage usage) {}

    /** When the attempt began and when its first content was there. */
    record Times(long startNanos, long firstNanos) {}

    /** How the rest is waited for, unless somebody else says so. */
    record Waits(Alarms alarms, Patience patience, BooleanSupplier stopped) {}

    Opened(String plugin, ChatReply reply, Start start, Times times, Waits waits) {
        this.plugin = plugin;
        this.reply = reply;
        this.start = start;
        this.times = times;
        this.waits = waits;
    }

    /** How the plugin that answers is named in messages. */
    public String plugin() {
        return plugin;
    }

    /** The reply; its first frames have been read. */
    public ChatReply reply() {
        return reply;
    }

    /** When the attempt began. */
    public long startNanos() {
        return times.startNanos();
    }

    /** When its first content was there. */
    public long firstNanos() {
        return times.firstNanos();
    }

    /** What the provider has counted so far; the last word, if it has given it. */
    public Usage usage() {
        Usage told = switch (reply) {
            case ChatReply.Whole whole -> whole.response().usage();
            case ChatReply.Stream stream -> stream.usage();
        };
        return told.equals(Usage.NONE) ? start.usage() : told;
    }

    /**
     * The whole answer, read to its end; waited for as {@link Openings#open} was told. Does not close it.
     *
     * @throws io.aisbf.api.call.CallException if it breaks off, or takes too long
     */
    public ChatResponse whole() throws InterruptedException {
        return whole(waits.patience(), waits.stopped(), new ReplyFold());
    }

    ChatResponse whole(Patience patience, BooleanSupplier stopped, ReplyFold fold) throws InterruptedException {
        if (reply instanceof ChatReply.Whole one) {
            return one.response();
        }
        try (Incoming incoming = new Incoming(this, patience, stopped, true)) {
            Optional<Frame> frame = incoming.next();
            while (frame.isPresent()) {
                incoming.events(frame.get()).forEach(fold::add);
                frame = incoming.next();
            }
        }
        return fold.whole();
    }

    List<Frame> held() {
        return start.held();
    }

    boolean ended() {
        return start.ended();
    }

    Alarms alarms() {
        return waits.alarms();
    }

    /** Ends the exchange with the provider. */
    @Override
    public void close() {
        close(plugin, reply);
    }

    /** Closes a reply; what a plugin makes of that is nobody else's affair. */
    static void close(String plugin, ChatReply reply) {
        try {
            reply.close();
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.log(
                    DEBUG,
                    "{0} could not end an exchange: {1}",
                    plugin,
                    e.getClass().getName());
        }
    }
}
