// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.judge;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.wire.WireFormat;
import io.aisbf.evaluation.Plugins;
import io.aisbf.runtime.json.JacksonJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A provider that is strict about who may speak when: reads a request as it goes out on the wire and says why it would
 * refuse it.
 *
 * @param name whose rules
 * @param format the protocol it is written in
 * @param refusal the rules
 */
public record Judge(String name, WireFormat format, Function<Node, Optional<String>> refusal) {
    private static final Json JSON = new JacksonJson();

    /** OpenAI, Anthropic and Google. */
    public static final List<Judge> ALL = List.of(
            new Judge("OpenAI", Plugins.format("openai-chat"), OpenAiRules::refusal),
            new Judge("Anthropic", Plugins.format("anthropic-messages"), AnthropicRules::refusal),
            new Judge("Google", Plugins.format("gemini-content"), GoogleRules::refusal));

    /** The request as the gateway reads it when a client of this protocol sends it. */
    public ChatRequest arrived(ChatRequest request) {
        return arrived(wire(request));
    }

    /** The same, of its bytes. */
    public ChatRequest arrived(byte[] body) {
        Map<String, String> path =
                Map.of("model", "model", WireFormat.ENDPOINT, "/v1beta/models/{+model}:generateContent");
        return format.readRequest(JSON.object(body), path);
    }

    /** The request as it goes out. */
    public byte[] wire(ChatRequest request) {
        return format.writeRequest(request, Call.start("judge", Duration.ofMinutes(1)))
                .json()
                .bytes();
    }

    /** Why this provider would not take it; empty if it would. */
    public Optional<String> refusal(ChatRequest request) {
        try {
            return refusal.apply(Node.of(wire(request))).map(reason -> name + ": " + reason);
        } catch (CallException e) {
            return Optional.of(name + ": not written: " + e.getMessage());
        }
    }
}
