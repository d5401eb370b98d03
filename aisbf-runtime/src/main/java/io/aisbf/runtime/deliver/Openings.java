// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.deliver;

import io.aisbf.api.call.CallException;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.runtime.contain.Contained;
import io.aisbf.runtime.route.Patience;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Opens replies: asks, and reads as far as the first content, so that a provider that breaks, stalls or crawls is
 * noticed while another one can still answer in its place. One for the gateway; called from as many threads as there
 * are attempts. Holds the thread that watches over all deadlines.
 */
public final class Openings implements AutoCloseable {
    private final Alarms alarms;

    /** Openings whose deadlines are looked at only when {@link #sweep} is called: for tests. */
    Openings(LongSupplier nanoTime) {
        this(new Alarms(nanoTime));
    }

    private Openings(Alarms alarms) {
        this.alarms = alarms;
    }

    /** Starts the thread that watches over deadlines. */
    public static Openings start(LongSupplier nanoTime) {
        return new Openings(new Alarms(nanoTime).start());
    }

    /**
     * Asks, and waits for the first content.
     *
     * <p>An answer that is streamed must begin, signs of life or not, as soon as connecting and a first byte may take;
     * a whole one must be there when all of it may take no longer. Where the model has a least pace, a stream is held
     * back beyond its first content until it has shown that pace, has ended or the trial is over.
     *
     * @param plugin how the plugin is named in messages
     * @param asking asks the provider
     * @param streamed whether a stream was asked for
     * @param stopped whether the call is over, so that whoever interrupts this thread does not mean the deadline; must
     *     say so before the interrupt comes
     * @throws CallException {@code TIMED_OUT} if it took too long or is too slow, {@code MALFORMED_REPLY} if a stream
     *     ended without having said anything, and whatever the provider fails with; the reply is closed then
     */
    public Opened open(
            String plugin,
            Contained.Work<ChatReply> asking,
            Patience patience,
            boolean streamed,
            BooleanSupplier stopped)
            throws InterruptedException {
        try (Alarms.Alarm alarm = alarms.begin(plugin, stopped)) {
            Opened.Waits waits = new Opened.Waits(alarms, patience, stopped);
            return new Opening(plugin, waits, streamed, alarm).open(asking);
        }
    }

    /** Looks at all deadlines. */
    void sweep() {
        alarms.sweep();
    }

    @Override
    public void close() {
        alarms.close();
    }
}
