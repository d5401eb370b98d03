// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.wire;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
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
    /** The path parameter under which the gateway tells the path of the endpoint that was matched, as it was declared. */
    String ENDPOINT = "@endpoint";

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
     * A place where clients knock. What stands in its placeholders is handed to the reading methods as path parameters,
     * and with it the query's parameters, each under its name with a question mark before it ({@code ?alt}), and the
     * endpoint's own path under {@link #ENDPOINT}.
     *
     * @param method an HTTP method in capitals
     * @param path with {@code {name}} placeholders; {@code {+name}} as the last segment takes the rest, slashes
     *     included, but for a literal end such as in {@code {+model}:generateContent}
     * @param purpose what a call there is for
     * @param signs headers, or query parameters written {@code ?key}, by any of which this protocol's clients give
     *     themselves away; needed only where several protocols share the path. The endpoint without signs gets the rest
     */
    record Endpoint(String method, String path, Purpose purpose, List<String> signs) {
        public Endpoint {
            signs = List.copyOf(signs);
        }

        /** A place that no other protocol shares, or the one that gets the rest. */
        public Endpoint(String method, String path, Purpose purpose) {
            this(method, path, purpose, List.of());
        }
    }

    /** What a call at an endpoint is for. */
    enum Purpose {
        CHAT,
        EMBED,
        COUNT_TOKENS,
        LIST_MODELS,
        SHOW_MODEL,
        /** Something clients ask when they start, and which needs nobody behind the gateway. */
        GREET
    }

    /** A capability, found with {@code instanceof}: this protocol's clients ask something when they start. */
    interface Greeting {
        /** Inbound: answers one of the endpoints whose purpose it is. */
        void greet(Endpoint endpoint, ReplySink sink) throws IOException;
    }

    /** A capability, found with {@code instanceof}: this protocol also counts tokens. */
    interface TokenCounting {
        /** Inbound: the request whose tokens are to be counted. */
        ChatRequest readCountRequest(JsonObject body, Map<String, String> pathParameters);

        /** Inbound: writes how many there are. */
        void writeCount(long tokens, ReplySink sink) throws IOException;

        /** Outbound: this request as an upstream of this protocol wants it for counting. */
        WireBody writeCountRequest(ChatRequest request, Call call);

        /** Outbound: what the upstream counted; reads the reply to its end and closes it. */
        long readCount(Upstream.Reply reply, Call call) throws IOException, InterruptedException;
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

        /** Inbound: the model that is to be shown, where a body names it instead of the path. */
        default String readShowRequest(JsonObject body) {
            throw new CallException(Failure.UNKNOWN_PATH, "this protocol names the model in the path");
        }

        /** Inbound: writes one entry. */
        void writeModel(ModelInfo model, ReplySink sink) throws IOException;

        /** Outbound: what the upstream listed; reads the reply to its end and closes it. */
        List<ModelInfo> readModels(Upstream.Reply reply, Call call) throws IOException, InterruptedException;
    }
}
