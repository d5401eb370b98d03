// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.chat.UsageNote;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/** Where an answer goes. Used by the thread that carries the call. */
public interface ReplySink {
    /**
     * Sends status and headers and gives the stream for the body. Called once. The gateway adds its own headers,
     * flushes when it is time, and ends the stream.
     *
     * @param mediaType the content type, such as {@code text/event-stream}
     * @param headers further headers of this protocol
     * @throws IllegalStateException if it was opened before
     */
    OutputStream open(int status, String mediaType, Map<String, String> headers) throws IOException;

    /** Whether status and headers have gone out, so that a failure can only be told within the body. */
    boolean opened();

    /**
     * {@return the name of the call that is answered, as the gateway's headers and log have it}; for protocols that tell
     * it within the body too. Empty where the answer belongs to no call.
     */
    default Optional<String> callId() {
        return Optional.empty();
    }

    /**
     * {@return what the gateway adds to the usage of this answer} Asked when the usage is written.
     *
     * @param counted what the provider counted; {@link Usage#NONE} where it did not
     */
    default UsageNote note(Usage counted) {
        return UsageNote.NONE;
    }
}
