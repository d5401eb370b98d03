// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.chat.Usage;
import io.aisbf.api.wire.WireBody;
import java.util.List;
import java.util.Optional;

/** Embeddings. Decodes itself on first use where it came off the wire. */
public interface EmbeddingReply {
    /** An answer that did not come off the wire. */
    static EmbeddingReply of(String model, List<float[]> vectors, Usage usage) {
        record Plain(String model, List<float[]> vectors, Usage usage) implements EmbeddingReply {
            @Override
            public Optional<WireBody> wire() {
                return Optional.empty();
            }
        }
        return new Plain(model, List.copyOf(vectors), usage);
    }

    /** The model that answered. */
    String model();

    /** One vector for each input, in its order. */
    List<float[]> vectors();

    /** What it cost in tokens. */
    Usage usage();

    /** This answer in the format it arrived in; empty for one that was made here. */
    Optional<WireBody> wire();
}
