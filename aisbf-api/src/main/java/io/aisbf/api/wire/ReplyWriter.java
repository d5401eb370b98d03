// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.provider.Frame;
import java.io.IOException;

/**
 * Writes one answer in the client's protocol. The gateway calls either {@link #whole} or, for a streamed answer, {@link
 * #frame} for each frame and {@link #end} once it came to its natural end; {@link #fail} instead of what is missing.
 * One thread, one answer. An {@link IOException} of the sink means that the client is gone and is passed on.
 */
public interface ReplyWriter {
    /** Writes a whole answer: its bytes where it already speaks the client's protocol. */
    void whole(ChatResponse response) throws IOException;

    /** Writes one frame: its bytes where it already speaks the client's protocol. The first one opens the sink. */
    void frame(Frame frame) throws IOException;

    /** Ends a stream that came to its natural end. */
    void end() throws IOException;

    /** Tells a failure: by status and envelope before anything was sent, by this protocol's error event afterwards. */
    void fail(CallException failure) throws IOException;

    /** Writes what clients of this protocol ignore, so that a silent stream is not taken for a dead one. */
    void keepAlive() throws IOException;
}
