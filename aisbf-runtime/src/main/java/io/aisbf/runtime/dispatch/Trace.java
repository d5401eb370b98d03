// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.dispatch;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.runtime.fit.Condensed;
import io.aisbf.runtime.observe.Trail;
import java.util.OptionalLong;
import java.util.function.Function;

/** What the surroundings of a call want to know of its way, and what they know themselves. */
public interface Trace {
    /** Where every choice and every attempt is noted. */
    Trail trail();

    /** A target is tried now; {@code plugin} names in messages who answers for it. */
    void attempt(String target, String plugin);

    /**
     * Of all that were tried, that target is the one whose answer goes to the client.
     *
     * @param cost what usage costs there, in millionths of a US dollar; empty where no price is known
     */
    void selected(String target, String plugin, Function<Usage, OptionalLong> cost);

    /** The conversation was condensed for it. */
    void condensed(Condensed condensed);

    /** Who tells what the gateway adds to the usage in the answer, from that attempt's answer on. */
    default void notes(Function<Usage, UsageNote> notes) {}

    /** Whether the call was stopped, because its client left, its time is up or the gateway ends. */
    boolean stopped();
}
