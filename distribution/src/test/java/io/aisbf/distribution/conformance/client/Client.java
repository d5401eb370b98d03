// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client of one protocol: asks for a capability as its users do, and reads the answer to the letter. */
public interface Client {
    /** {@return all of them} */
    static List<Client> all() {
        return List.of(
                new OpenAiChatClient(),
                new ResponsesClient(),
                new AnthropicClient(),
                new GeminiClient(),
                new OllamaClient(false),
                new OllamaClient(true));
    }

    /** Something to post. */
    record Sending(String path, Map<String, String> headers, ObjectNode body) {}

    /** {@return the protocol's name} */
    String protocol();

    /** {@return the request}; empty where the protocol has no words for it */
    Optional<Sending> ask(Capability capability, String model, boolean stream);

    /** {@return the request that goes on with what the tools answered} */
    Sending goOn(Sending before, Heard heard, String model, boolean stream);

    /** {@return the answer} throws {@link AssertionError} where it breaks the protocol's grammar */
    Heard read(String contentType, String body, boolean stream);

    /** {@return the words of an error in this protocol's envelope} throws {@link AssertionError} where it is another */
    String error(String body);

    /** {@return whether its answers tell who is cited, how likely tokens were, which proof a thought has} */
    boolean tells(Capability capability);
}
