// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.embed;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.UsageTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Embeddings that came as {@code gemini-content}; it does not name the model, and mostly tells no usage. */
final class GeminiEmbeddingReply implements EmbeddingReply {
    private final Fields body;

    private GeminiEmbeddingReply(Fields body) {
        this.body = body;
    }

    static GeminiEmbeddingReply read(Json json, JsonObject object) {
        Fields body = Fields.ofReply(json, object);
        if (!body.has("embedding")) {
            body.members().refuseNone("embeddings", "holds no embedding");
        }
        return new GeminiEmbeddingReply(body);
    }

    @Override
    public String model() {
        return body.text("modelVersion").orElse("");
    }

    @Override
    public List<float[]> vectors() {
        List<float[]> vectors = new ArrayList<>();
        body.child("embedding").ifPresent(one -> vectors.add(vector(one)));
        body.children("embeddings").forEach(one -> vectors.add(vector(one)));
        return vectors;
    }

    private static float[] vector(Fields embedding) {
        List<RawJson> values = embedding.members().elements("values");
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            if (values.get(i).kind() != RawJson.Kind.NUMBER) {
                throw embedding.wrong("values[" + i + "]", "is not a number");
            }
            vector[i] = (float) embedding.json().number(values.get(i));
        }
        return vector;
    }

    @Override
    public Usage usage() {
        return UsageTally.of(body);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.GEMINI_CONTENT, body.members().object()));
    }
}
