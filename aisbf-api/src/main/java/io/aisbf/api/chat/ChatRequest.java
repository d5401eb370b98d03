// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.chat;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A question to a model, in no particular protocol. One that came off the wire decodes itself on first use: a request
 * that is relayed never does. Immutable: the {@code with} methods give changed copies. Read by one thread at a time.
 *
 * <p>Every accessor that decodes throws {@link io.aisbf.api.call.CallException} ({@code INVALID_REQUEST}, naming the
 * member) when the client sent something of the wrong type there.
 */
public interface ChatRequest {
    /** A request that did not come off the wire, such as the one a condenser puts to its small model. */
    static ChatRequest of(String model, List<Message> messages) {
        return PlainRequest.of(model, messages);
    }

    /** The target that is asked for; on its way to a provider, the provider's own name of the model. */
    String model();

    /** Whether the client wants the answer piece by piece. */
    boolean streaming();

    /** The conversation so far. */
    List<Message> messages();

    /** The tools the model may ask for. */
    List<Tool> tools();

    /** Whether it may, must or must not; empty when the client did not say. */
    Optional<ToolChoice> toolChoice();

    /** How the answer is to be drawn. */
    Sampling sampling();

    /**
     * How many tokens the answer may have: what {@link #sampling} says of it, which formats that read their members one by
     * one tell without the rest. Asked for each call where a limit is set.
     */
    default OptionalInt maxTokens() {
        return sampling().maxTokens();
    }

    /** What is asked of it besides. */
    Options options();

    /**
     * Members of the original body that no accessor above stands for, by their path, such as {@code logit_bias} or
     * {@code messages[2].name}. A format that writes this request for another protocol carries, refuses or declares
     * every one of them.
     */
    SequencedMap<String, RawJson> extras();

    /**
     * Those of the {@link #extras} without which the question would be another one: a format that cannot carry one of
     * them refuses. The others are hints.
     */
    default Set<String> binding() {
        return Set.of();
    }

    /** This request in the format it arrived in, with every change made since; empty for one that was made here. */
    Optional<WireBody> wire();

    /** This request, asking for another model. */
    ChatRequest withModel(String model);

    /** This request with another conversation; messages that keep their origin keep their bytes. */
    ChatRequest withMessages(List<Message> messages);

    /** This request, streamed or not. */
    ChatRequest withStreaming(boolean streaming);

    /** This request, its answer bounded to that many tokens or differently drawn. */
    ChatRequest withSampling(Sampling sampling);
}
