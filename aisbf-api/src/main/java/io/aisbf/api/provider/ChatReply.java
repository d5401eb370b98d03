// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import java.io.IOException;
import java.util.Optional;

/** What came back: the whole answer, or the stream it is arriving on. Closed by whoever got it, on any way out. */
public sealed interface ChatReply extends AutoCloseable {
    @Override
    default void close() {}

    /** A whole answer. */
    record Whole(ChatResponse response) implements ChatReply {}

    /**
     * An answer that is still arriving. Pulled by one thread; closed by any, which ends the exchange with the provider.
     */
    non-sealed interface Stream extends ChatReply {
        /**
         * Waits for the next frame; empty once the answer is complete. An answer that broke off is never "complete": it
         * is a {@link io.aisbf.api.call.CallException}.
         */
        Optional<Frame> next() throws IOException, InterruptedException;

        /**
         * Whether {@link #next} would answer without waiting, as far as is known: where it would not, what was written
         * is flushed first.
         */
        default boolean ready() {
            return false;
        }

        /** What the provider has counted so far; told cheaply, without decoding frames that are only relayed. */
        default Usage usage() {
            return Usage.NONE;
        }

        /** Ends the exchange with the provider, whether or not it had finished. */
        @Override
        void close();
    }
}
