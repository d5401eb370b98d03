// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.sdk.matrix;

import java.util.List;
import java.util.Set;

/** Puts questions into one SDK's words. Safe for any thread. */
interface Driver extends AutoCloseable {
    /** {@return the SDK's name} */
    String label();

    /** {@return the words of {@link Question} that it has} */
    Set<Question.Wish> able();

    /** {@return whether it brings back what proves a thought} */
    boolean provesThoughts();

    /** Begins a conversation with a target of the gateway's. */
    Conversation begin(String target, Question question);

    /** {@return what kind of failure it is, by the type that the SDK gave it} */
    Trouble trouble(Throwable failure);

    @Override
    default void close() {}

    /** How an SDK told a failure. */
    enum Trouble {
        BAD_REQUEST,
        NOT_FOUND,
        RATE,
        SERVER,
        OTHER
    }

    /** A conversation under way; for one thread. */
    interface Conversation {
        /** Asks, or goes on after results were given. */
        Answer ask(boolean stream) throws Exception;

        /** Gives the results of the calls that the last answer made, in their order. */
        void results(List<String> contents);
    }
}
