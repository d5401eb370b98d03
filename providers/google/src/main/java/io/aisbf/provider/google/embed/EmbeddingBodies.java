// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.embed;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.ModelName;
import io.aisbf.provider.google.wire.UsageTally;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Embeddings both ways (<a href="https://ai.google.dev/api/embeddings">reference</a>). */
public final class EmbeddingBodies {
    /** The member by which the plural form of a request is known. */
    public static final String REQUESTS = "requests";

    private final Json json;
    private final UpstreamBody bodies;

    /** Reads with this JSON, and tells failures this way. */
    public EmbeddingBodies(Json json, UpstreamFailure failures) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
    }

    /** Inbound: the request behind a body. */
    public EmbeddingRequest readRequest(JsonObject body, Map<String, String> path) {
        return GeminiEmbeddingRequest.read(json, body, path);
    }

    /** Inbound: writes the answer, in the form that was asked for. */
    public void writeReply(EmbeddingReply reply, EmbeddingRequest request, ReplySink sink) throws IOException {
        boolean single = request instanceof GeminiEmbeddingRequest own && !own.inBatch();
        Optional<JsonObject> same = ours(reply.wire())
                .map(WireBody::json)
                .filter(body -> single == body.get("embedding").isPresent());
        UsageNote note = sink.note(reply.usage());
        RawJson body = same.map(relayed -> Notes.CAMEL.into(json, relayed, "usageMetadata", note))
                .orElseGet(() -> written(reply, note, single));
        body.writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Outbound: the request as an upstream wants it, in the plural form where it was made here; hints are declared. */
    public WireBody writeRequest(EmbeddingRequest request, Call call) {
        return ours(request.wire()).orElseGet(() -> {
            request.extras()
                    .keySet()
                    .forEach(hint -> call.declareLoss(hint, "it has no counterpart in gemini-content"));
            return new WireBody(
                    WireName.GEMINI_CONTENT, json.object(written(request).bytes()));
        });
    }

    /** Outbound: what the upstream answered; reads the reply to its end and closes it. */
    public EmbeddingReply readReply(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            return GeminiEmbeddingReply.read(json, bodies.object(reply, call));
        }
    }

    private static Optional<WireBody> ours(Optional<WireBody> body) {
        return body.filter(wire -> wire.format().equals(WireName.GEMINI_CONTENT));
    }

    private static RawJson written(EmbeddingRequest request) {
        JsonWriter writer = new JsonWriter().object().name(REQUESTS).array();
        for (EmbeddingRequest.Input input : request.inputs()) {
            writer.object().name("model").text(ModelName.resource(request.model()));
            writer.name("content").object().name("parts").array().object().name("text");
            switch (input) {
                case EmbeddingRequest.Input.Text text -> writer.text(text.text());
                case EmbeddingRequest.Input.Tokens _ ->
                    throw Call.cannotCarry("input", "Gemini embeds words, not tokens that a client has cut");
            }
            writer.end().end().end();
            request.dimensions()
                    .ifPresent(size -> writer.name("outputDimensionality").number(size));
            writer.end();
        }
        return writer.end().end().finish();
    }

    private static RawJson written(EmbeddingReply reply, UsageNote note, boolean single) {
        JsonWriter writer = new JsonWriter().object();
        List<float[]> vectors = reply.vectors();
        if (single) {
            writer.name("embedding");
            vector(vectors.isEmpty() ? new float[0] : vectors.getFirst(), writer);
        } else {
            writer.name("embeddings").array();
            vectors.forEach(vector -> vector(vector, writer));
            writer.end();
        }
        UsageTally.write(reply.usage(), note, writer.name("usageMetadata"));
        return writer.end().finish();
    }

    private static void vector(float[] values, JsonWriter writer) {
        writer.object().name("values").array();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CallException(
                        Failure.MALFORMED_REPLY, "an embedding holds " + value + ", which is no number");
            }
            writer.raw(RawJson.of(Float.toString(value)));
        }
        writer.end().end();
    }
}
