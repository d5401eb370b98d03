// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.plugin;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
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

    /**
     * Has {@code request.model()} make embeddings, such as {@code local/all-minilm-l6-v2}, and waits for them. Blocks the
     * calling thread; cancelled by interrupting it.
     *
     * @param call the call on whose behalf it asks; where that is only rehearsed, no model outside this process is asked
     * @throws io.aisbf.api.call.CallException if nobody answered; {@code UNKNOWN_TARGET} where there is no such model, so
     *     that a plugin can do without
     */
    default EmbeddingReply embed(EmbeddingRequest request, Call call) throws IOException, InterruptedException {
        throw new CallException(
                Failure.UNKNOWN_TARGET, "nobody makes embeddings here, so '" + request.model() + "' is not there");
    }
}
