// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.evaluation.select;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.provider.local.MiniLm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models that a strategy under evaluation reaches: embeddings as the provider {@code local} makes them, each text once,
 * and nobody who answers. For many threads.
 */
final class LocalModels implements Models, AutoCloseable {
    private final MiniLm model;
    private final Map<String, float[]> known = new ConcurrentHashMap<>();

    LocalModels() throws IOException {
        model = MiniLm.load(1);
    }

    @Override
    public ChatResponse ask(ChatRequest request, Call call) {
        throw new CallException(Failure.UNAVAILABLE, "nobody answers in an evaluation");
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call call) throws IOException, InterruptedException {
        List<float[]> vectors = new ArrayList<>();
        for (EmbeddingRequest.Input input : request.inputs()) {
            vectors.add(vector(((EmbeddingRequest.Input.Text) input).text()));
        }
        return EmbeddingReply.of(request.model(), vectors, Usage.NONE);
    }

    private float[] vector(String text) throws IOException, InterruptedException {
        float[] vector = known.get(text);
        if (vector == null) {
            try {
                vector = model.embed(List.of(text)).getFirst();
            } catch (IllegalArgumentException tooLong) {
                throw new CallException(Failure.CONTEXT_TOO_LONG, String.valueOf(tooLong.getMessage()), tooLong);
            }
            known.put(text, vector);
        }
        return vector;
    }

    @Override
    public void close() {
        model.close();
    }
}
