// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.embed;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Embeddings as they came; decoded when somebody asks.
 *
 * @param single whether it is the one vector with which the older way answers
 */
record OllamaEmbeddingReply(Members body, boolean single) implements EmbeddingReply {
    /** Refuses an answer without any vector at once, so that another candidate can be asked. */
    static OllamaEmbeddingReply read(Json json, JsonObject object) {
        Members body = Members.ofReply(json, object);
        boolean single = body.get("embedding").isPresent();
        body.refuseNone(single ? "embedding" : "embeddings", "holds no embedding");
        return new OllamaEmbeddingReply(body, single);
    }

    @Override
    public String model() {
        return body.text("model").orElse("");
    }

    @Override
    public List<float[]> vectors() {
        if (single) {
            return List.of(vector("embedding", body.elements("embedding")));
        }
        List<float[]> vectors = new ArrayList<>();
        for (RawJson vector : body.elements("embeddings")) {
            String place = "embeddings[" + vectors.size() + "]";
            if (vector.kind() != RawJson.Kind.ARRAY) {
                throw body.wrong(place, "is not an array of numbers");
            }
            vectors.add(vector(place, body.json().array(vector)));
        }
        return vectors;
    }

    @Override
    public Usage usage() {
        return Usage.of(body.integer("prompt_eval_count").orElse(0L), 0);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OLLAMA_CHAT, body.object()));
    }

    private float[] vector(String place, List<RawJson> elements) {
        float[] vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            if (elements.get(i).kind() != RawJson.Kind.NUMBER) {
                throw body.wrong(place + "[" + i + "]", "is not a number");
            }
            vector[i] = (float) body.json().number(elements.get(i));
        }
        return vector;
    }
}
