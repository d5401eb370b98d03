// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.responses;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.Sampling;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.responses.request.RequestWriter;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Counting the tokens of a question (<a
 * href="https://platform.openai.com/docs/api-reference/responses/input-tokens">reference</a>).
 */
final class TokenCounts {
    /** What of a question can be counted; OpenAI refuses anything else. */
    private static final Set<String> COUNTED = Set.of(
            "model",
            "input",
            "instructions",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "reasoning",
            "text",
            "truncation",
            "conversation",
            "previous_response_id");

    private final Json json;
    private final UpstreamBody bodies;

    TokenCounts(Json json, UpstreamFailure failures) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
    }

    /** Writes how many there are. */
    void write(long tokens, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("object").text("response.input_tokens");
        writer.name("input_tokens").number(tokens);
        writer.end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** The question as it is to be counted: how its answer would be drawn does not matter. */
    WireBody writeRequest(ChatRequest request, Call call) {
        boolean relayed = request.wire()
                .filter(body -> body.format().equals(WireName.OPENAI_RESPONSES))
                .isPresent();
        ChatRequest counted = relayed ? request : request.withSampling(Sampling.DEFAULT);
        JsonObject body = RequestWriter.write(json, counted, call).json();
        for (String name : body.members().keySet()) {
            body = COUNTED.contains(name) ? body : body.without(name);
        }
        return new WireBody(WireName.OPENAI_RESPONSES, body);
    }

    /** Reads what the upstream counted, to its end, and closes the reply. */
    long read(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            Members body = Members.ofReply(json, bodies.object(reply, call));
            return body.integer("input_tokens")
                    .orElseThrow(() -> body.wrong("input_tokens", "is missing; a number is expected"));
        }
    }
}
