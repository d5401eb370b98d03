// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.cascade;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Embeds texts by the words that they have in common; may be switched off. */
final class WordVectors implements Models {
    private static final int SIZE = 256;

    final AtomicBoolean away = new AtomicBoolean();
    final AtomicInteger embedded = new AtomicInteger();

    @Override
    public ChatResponse ask(ChatRequest request, Call call) {
        throw new AssertionError("nobody is to be asked");
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call call) {
        if (away.get()) {
            throw new CallException(Failure.UNKNOWN_TARGET, "there is no " + request.model());
        }
        List<float[]> vectors = new ArrayList<>();
        for (EmbeddingRequest.Input input : request.inputs()) {
            embedded.incrementAndGet();
            vectors.add(vector(((EmbeddingRequest.Input.Text) input).text()));
        }
        return EmbeddingReply.of(request.model(), vectors, Usage.NONE);
    }

    private static float[] vector(String text) {
        float[] vector = new float[SIZE];
        for (String word : text.split("\\W+", -1)) {
            vector[Math.floorMod(word.hashCode(), SIZE)]++;
        }
        double length = 0;
        for (float one : vector) {
            length += one * one;
        }
        for (int i = 0; i < SIZE; i++) {
            vector[i] /= (float) Math.sqrt(length);
        }
        return vector;
    }
}
