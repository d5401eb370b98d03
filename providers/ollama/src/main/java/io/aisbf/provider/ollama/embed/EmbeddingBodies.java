// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.embed;

import io.aisbf.api.call.Call;
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
import io.aisbf.api.wire.WireFormat;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Embeddings, both ways: {@code /api/embed}, which takes many texts, and the older {@code /api/embeddings}, which takes
 * one prompt. Bodies that are Ollama's already are relayed as they are.
 */
public final class EmbeddingBodies {
    /** The older way. */
    public static final String SINGLE = "/api/embeddings";

    private final Json json;
    private final UpstreamBody bodies;

    /** Reads with this JSON, and tells failures this way. */
    public EmbeddingBodies(Json json, UpstreamFailure failures) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
    }

    /** Whether a body is one of the older way. */
    public static boolean isSingle(JsonObject body) {
        return body.present("input").isEmpty() && body.present("prompt").isPresent();
    }

    /** Inbound: the request behind a body. */
    public EmbeddingRequest readRequest(JsonObject body, Map<String, String> pathParameters) {
        String endpoint = pathParameters.getOrDefault(WireFormat.ENDPOINT, "");
        return OllamaEmbeddingRequest.read(json, body, endpoint.isEmpty() ? isSingle(body) : endpoint.equals(SINGLE));
    }

    /** Inbound: writes the answer, in the way in which the client asked. */
    public void writeReply(EmbeddingReply reply, EmbeddingRequest request, ReplySink sink) throws IOException {
        boolean single = request instanceof OllamaEmbeddingRequest own && own.single();
        Optional<RawJson> same = reply instanceof OllamaEmbeddingReply own && own.single() == single
                ? Optional.of(own.body().object().raw())
                : Optional.empty();
        if (single) {
            // Its answer has no place for what was counted.
            same.orElseGet(() -> one(reply)).writeTo(sink.open(200, "application/json", Map.of()));
            return;
        }
        UsageNote note = sink.note(reply.usage());
        same.map(body -> Notes.SNAKE.into(json, body, body, note))
                .orElseGet(() -> all(reply, note, request.model()))
                .writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Outbound: the request as an upstream wants it; what it has no words for is declared. */
    public WireBody writeRequest(EmbeddingRequest request, Call call) {
        return request.wire()
                .filter(body -> body.format().equals(WireName.OLLAMA_CHAT))
                .orElseGet(() -> {
                    request.extras()
                            .keySet()
                            .forEach(hint -> call.declareLoss(hint, "it has no counterpart in ollama-chat"));
                    byte[] body = written(request).toString().getBytes(StandardCharsets.UTF_8);
                    return new WireBody(WireName.OLLAMA_CHAT, json.object(body));
                });
    }

    /** Outbound: what the upstream answered; reads the reply to its end and closes it. */
    public EmbeddingReply readReply(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            return OllamaEmbeddingReply.read(json, bodies.object(reply, call));
        }
    }

    private static RawJson written(EmbeddingRequest request) {
        JsonWriter writer = new JsonWriter().object().name("model").text(request.model());
        writer.name("input").array();
        for (EmbeddingRequest.Input input : request.inputs()) {
            switch (input) {
                case EmbeddingRequest.Input.Text text -> writer.text(text.text());
                case EmbeddingRequest.Input.Tokens _ ->
                    throw Call.cannotCarry("input", "Ollama embeds texts, no tokens; send the text itself");
            }
        }
        writer.end();
        request.dimensions().ifPresent(size -> writer.name("dimensions").number(size));
        return writer.end().finish();
    }

    private static RawJson one(EmbeddingReply reply) {
        List<float[]> vectors = reply.vectors();
        JsonWriter writer = new JsonWriter().object().name("embedding");
        numbers(vectors.isEmpty() ? new float[0] : vectors.getFirst(), writer);
        return writer.end().finish();
    }

    private static RawJson all(EmbeddingReply reply, UsageNote note, String asked) {
        String model = reply.model().isBlank() ? asked : reply.model();
        JsonWriter writer = new JsonWriter().object().name("model").text(model).name("embeddings");
        writer.array();
        reply.vectors().forEach(vector -> numbers(vector, writer));
        writer.end().name("total_duration").number(1).name("load_duration").number(0);
        writer.name("prompt_eval_count").number(reply.usage().input());
        Notes.SNAKE.write(note, writer);
        return writer.end().finish();
    }

    /** Spelled as floats: widened to a double first, 0.1f would become 0.10000000149011612. */
    private static void numbers(float[] vector, JsonWriter writer) {
        writer.array();
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(value + " in an embedding cannot be written as JSON");
            }
            writer.raw(RawJson.of(Float.toString(value)));
        }
        writer.end();
    }
}
