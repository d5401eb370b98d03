// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.request.GeminiRequest;
import io.aisbf.provider.google.request.RequestWriter;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.ModelName;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.Map;

/**
 * Counting tokens (<a href="https://ai.google.dev/api/tokens">reference</a>): of contents alone, or of a whole request
 * within {@code generateContentRequest}, which then names the model again.
 */
final class CountBodies {
    private static final String WHOLE = "generateContentRequest";
    private static final String TOTAL = "totalTokens";

    private final Json json;
    private final UpstreamBody bodies;

    CountBodies(Json json, UpstreamFailure failures) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
    }

    ChatRequest readRequest(JsonObject body, Map<String, String> path) {
        Fields fields = Fields.ofRequest(json, body);
        JsonObject asked =
                fields.child(WHOLE).map(whole -> whole.members().object()).orElse(body);
        return GeminiRequest.read(json, asked, path);
    }

    void write(long tokens, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter().object().name(TOTAL).number(tokens);
        writer.end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    WireBody writeRequest(ChatRequest request, Call call) {
        JsonObject asked = RequestWriter.write(json, request, call).json();
        RawJson named = asked.with("model", RawJson.text(ModelName.resource(request.model())))
                .raw();
        return new WireBody(WireName.GEMINI_CONTENT, JsonObject.EMPTY.with(WHOLE, named));
    }

    long read(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            Fields counted = Fields.ofReply(json, bodies.object(reply, call));
            return counted.integer(TOTAL)
                    .orElseThrow(() -> counted.wrong(TOTAL, "is missing; the number of tokens is expected"));
        }
    }
}
