// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One configured upstream. Called from many virtual threads at once; every method may block and is cancelled by
 * interrupting the thread. A failure is a {@link io.aisbf.api.call.CallException}; an {@link IOException} counts as
 * {@code UNREACHABLE}, anything else as a broken plugin.
 */
public interface Provider extends AutoCloseable {
    /**
     * Asks a model. {@code request.model()} is the provider's own name of it. The caller closes the reply.
     *
     * <p>A streamed reply is returned once the upstream has accepted the call; what fails before its first frame is
     * pulled can still be answered by the next candidate.
     */
    ChatReply chat(ChatRequest request, Call call) throws IOException, InterruptedException;

    /**
     * Why this provider cannot be asked at all, such as {@code no key (set OPENAI_API_KEY)}; empty when it can. Does
     * not block.
     */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /** Called once, after the last call has ended. */
    @Override
    default void close() {}

    /** A capability, found with {@code instanceof}. */
    interface Embeddings {
        /** Asks for embeddings. */
        EmbeddingReply embed(EmbeddingRequest request, Call call) throws IOException, InterruptedException;
    }

    /** A capability, found with {@code instanceof}. */
    interface TokenCounting {
        /** How many tokens the upstream counts in this request. */
        long countTokens(ChatRequest request, Call call) throws IOException, InterruptedException;
    }

    /** A capability, found with {@code instanceof}. */
    interface Models {
        /** The models the upstream offers, by its own names. */
        List<ModelInfo> models(Call call) throws IOException, InterruptedException;
    }

    /**
     * A capability, found with {@code instanceof}: cheap proof of life, asked for while the provider is cooling down.
     */
    interface Probe {
        /** Returns if the provider lives, throws if not. */
        void probe(Call call) throws IOException, InterruptedException;
    }

    /**
     * A capability, found with {@code instanceof}: it answers in this process, so that asking it calls nobody and costs
     * nothing but time.
     */
    interface InProcess {}
}
