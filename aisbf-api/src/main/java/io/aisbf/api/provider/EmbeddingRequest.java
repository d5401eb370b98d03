// SPDX-License-Identifier: GPL-3.0-or-later WITH Classpath-exception-2.0
package io.aisbf.api.provider;

import io.aisbf.api.json.RawJson;
import io.aisbf.api.wire.WireBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Texts whose embeddings are wanted. Decodes itself on first use where it came off the wire. */
public interface EmbeddingRequest {
    /** A request that did not come off the wire. */
    static EmbeddingRequest of(String model, List<String> texts) {
        return new PlainEmbeddings(
                model, texts.stream().<Input>map(Input.Text::new).toList());
    }

    /** The target that is asked for; on its way to a provider, the provider's own name of the model. */
    String model();

    /** What to embed, in order. */
    List<Input> inputs();

    /** How long the vectors are to be; empty where the client leaves it to the model. */
    Optional<Integer> dimensions();

    /**
     * Members of the original body that no accessor above stands for, by their path, such as {@code user} or {@code
     * requests[1].taskType}. All of them are hints: a format that writes this request for another protocol carries or
     * declares every one.
     */
    default SequencedMap<String, RawJson> extras() {
        return new LinkedHashMap<>();
    }

    /** This request in the format it arrived in; empty for one that was made here. */
    Optional<WireBody> wire();

    /** This request, asking for another model. */
    EmbeddingRequest withModel(String model);

    /** One thing to embed. */
    sealed interface Input {
        /** A text. */
        record Text(String text) implements Input {}

        /** A text that the client has cut into tokens itself. */
        record Tokens(List<Integer> tokens) implements Input {
            public Tokens {
                tokens = List.copyOf(tokens);
            }
        }
    }
}
