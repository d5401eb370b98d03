// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import java.io.IOException;

/** The gateway as a plugin sees it: any model, rotation or autoselect by name, under the same limits as a client. */
@FunctionalInterface
public interface Models {
    /**
     * Asks {@code request.model()} and waits for the whole answer. Blocks the calling thread; cancelled by interrupting
     * it.
     *
     * @param call the call on whose behalf it asks; the gateway nests it, and refuses the fourth level
     * @throws io.aisbf.api.call.CallException if nobody answered
     */
    ChatResponse ask(ChatRequest request, Call call) throws IOException, InterruptedException;
}
