// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.runtime.observe;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Why a call was answered by whom: every choice that was made, every attempt and what came of it. Holds no prompt, no
 * answer and no key. Attempts may run side by side, so every method may be called from any thread.
 */
public final class Trail {
    /** A trail that begins now. */
    public Trail(LongSupplier nanoTime) {}

    /** Why an attempt was made. */
    public enum Why {
        /** It is the first. */
        FIRST,
        /** The one before it failed. */
        NEXT,
        /** The key before it failed. */
        NEXT_KEY,
        /** The same candidate may do better this time. */
        AGAIN,
        /** The one before it took too long; both run. */
        HEDGE,
        /** The one before it broke off in the middle of its answer. */
        CONTINUATION
    }

    /**
     * Notes a choice.
     *
     * @param group the rotation or autoselect, as a client would name it
     * @param strategy how its strategy is named
     * @param ruledOut candidates that were not offered to the strategy, and why
     * @param order the others, in the order in which they are tried
     */
    public void chose(String group, String strategy, Map<String, String> ruledOut, List<String> order) {}

    /** Notes something else that was decided, in words. */
    public void note(String words) {}

    /** Notes an attempt that begins. */
    public Attempt attempt(String target, String key, Why why) {
        return new Attempt();
    }

    /** One attempt; ends once, later words are ignored. */
    public static final class Attempt {
        /** The first piece of content is there. */
        public void first() {}

        /** It answered. */
        public void answered(Usage usage) {}

        /** It did not. */
        public void failed(CallException failure) {}

        /** Nobody waited for it any longer. */
        public void abandoned(String why) {}
    }

    /** All of it in one line of visible ASCII, for a header. */
    public String brief() {
        return "";
    }
}
