// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.selector.content.embedding;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.chat.ChatRequest;
import io.aisbf.api.chat.ChatResponse;
import io.aisbf.api.chat.Usage;
import io.aisbf.api.plugin.Models;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.select.StableHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Embeds texts as the words they have: alike is what shares words. Can be made to fail. */
final class WordBags implements Models {
    private static final int SIZE = 512;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    final List<String> embedded = new CopyOnWriteArrayList<>();
    volatile Optional<Failure> failing = Optional.empty();

    @Override
    public ChatResponse ask(ChatRequest request, Call call) {
        throw new AssertionError("a model is asked");
    }

    @Override
    public EmbeddingReply embed(EmbeddingRequest request, Call call) {
        if (failing.isPresent()) {
            throw new CallException(failing.get(), "there is no " + request.model());
        }
        List<float[]> vectors = new ArrayList<>();
        for (EmbeddingRequest.Input input : request.inputs()) {
            String text = ((EmbeddingRequest.Input.Text) input).text();
            embedded.add(text);
            float[] vector = new float[SIZE];
            vector[0] = 0.1f;
            WORD.matcher(text).results().forEach(word -> vector[Math.floorMod(StableHash.of(word.group()), SIZE)] += 1);
            vectors.add(vector);
        }
        return EmbeddingReply.of(request.model(), vectors, Usage.NONE);
    }
}
