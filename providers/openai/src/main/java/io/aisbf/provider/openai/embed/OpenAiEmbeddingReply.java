// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.embed;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.openai.wire.UsageMembers;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Embeddings as they came; decoded when somebody asks. */
record OpenAiEmbeddingReply(Members body) implements EmbeddingReply {
    /** Refuses an answer without any vector at once, so that another candidate can be asked. */
    static OpenAiEmbeddingReply read(Json json, JsonObject object) {
        Members body = Members.ofReply(json, object);
        body.refuseNone("data", "holds no embedding");
        return new OpenAiEmbeddingReply(body);
    }

    @Override
    public String model() {
        return body.text("model").orElse("");
    }

    @Override
    public List<float[]> vectors() {
        TreeMap<Integer, float[]> vectors = new TreeMap<>();
        for (Members entry : body.children("data")) {
            vectors.put(entry.small("index").orElse(vectors.size()), Vectors.read(entry));
        }
        return new ArrayList<>(vectors.values());
    }

    @Override
    public Usage usage() {
        return UsageMembers.of(body);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OPENAI_CHAT, body.object()));
    }
}
