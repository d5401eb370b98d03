// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.wire.WireBody;
import java.util.List;
import java.util.Optional;

/** A request for embeddings with no wire behind it. */
record PlainEmbeddings(String model, List<Input> inputs) implements EmbeddingRequest {
    PlainEmbeddings {
        inputs = List.copyOf(inputs);
    }

    @Override
    public Optional<Integer> dimensions() {
        return Optional.empty();
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.empty();
    }

    @Override
    public EmbeddingRequest withModel(String changed) {
        return new PlainEmbeddings(changed, inputs);
    }
}
