// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ChatReply;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.provider.ModelInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A protocol, written once and spoken both ways: inbound with clients, outbound with upstreams. The gateway mounts its
 * endpoints; a provider asks {@link io.aisbf.api.plugin.PluginContext#format} for the one its upstream speaks. Holds no
 * state of a call; called from many virtual threads at once.
 */
public interface WireFormat extends AutoCloseable {
    /** The name of the protocol. */
    WireName name();

    /** Where clients of this protocol knock. */
    List<Endpoint> endpoints();

    /**
     * Inbound: the request behind a body that has been checked to be a JSON object; decodes nothing that nobody asked
     * for, but refuses at once what it needs to know ({@code model}, whether to stream) and cannot read.
     *
     * @throws CallException {@code INVALID_REQUEST}, naming the member
     */
    ChatRequest readRequest(JsonObject body, Map<String, String> pathParameters);

    /** Inbound: how this client wants its answer. */
    ReplyWriter replyTo(ChatRequest request, ReplySink sink, Call call);

    /** Inbound: tells a failure where no request could be read. */
    void writeFailure(CallException failure, ReplySink sink) throws IOException;

    /**
     * Outbound: this request as an upstream of this protocol wants it; what cannot be carried is declared on the call,
     * or refused where it changes the meaning.
     */
    WireBody writeRequest(ChatRequest request, Call call);

    /**
     * Outbound: what an upstream of this protocol answered. The reply that is returned owns the exchange: closing it
     * closes {@code reply}, at once where the answer is not complete.
     *
     * @param request what was asked, which tells whether a stream is expected
     * @throws CallException if the upstream refused (read from its status and envelope) or its answer is not this
     *     protocol
     */
    ChatReply readReply(Upstream.Reply reply, ChatRequest request, Call call) throws IOException, InterruptedException;

    @Override
    default void close() {}

    /**
     * A place where clients knock.
     *
     * @param method an HTTP method in capitals
     * @param path with {@code {name}} placeholders; {@code {+name}} as the last takes the rest, slashes included
     * @param purpose what a call there is for
     */
    record Endpoint(String method, String path, Purpose purpose) {}

    /** What a call at an endpoint is for. */
    enum Purpose {
        CHAT,
        EMBED,
        COUNT_TOKENS,
        LIST_MODELS,
        SHOW_MODEL
    }

    /** A capability, found with {@code instanceof}: this protocol also speaks of embeddings. */
    interface Embeddings {
        /** Inbound: the request behind a body. */
        EmbeddingRequest readEmbeddingRequest(JsonObject body, Map<String, String> pathParameters);

        /** Inbound: writes the answer, its bytes where it already speaks the client's protocol. */
        void writeEmbeddings(EmbeddingReply reply, EmbeddingRequest request, ReplySink sink) throws IOException;

        /** Outbound: this request as an upstream of this protocol wants it. */
        WireBody writeEmbeddingRequest(EmbeddingRequest request, Call call);

        /** Outbound: what the upstream answered; reads the reply to its end and closes it. */
        EmbeddingReply readEmbeddings(Upstream.Reply reply, Call call) throws IOException, InterruptedException;
    }

    /** A capability, found with {@code instanceof}: this protocol also lists models. */
    interface ModelListing {
        /** Inbound: writes the list. */
        void writeModels(List<ModelInfo> models, ReplySink sink) throws IOException;

        /** Inbound: writes one entry. */
        void writeModel(ModelInfo model, ReplySink sink) throws IOException;

        /** Outbound: what the upstream listed; reads the reply to its end and closes it. */
        List<ModelInfo> readModels(Upstream.Reply reply, Call call) throws IOException, InterruptedException;
    }
}
