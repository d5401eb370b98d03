// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.api.call.Call;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.WireBody;
import io.aisbf.runtime.json.JacksonJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/** What a request for embeddings holds besides texts and a length is kept as a hint, or declared. */
class EmbeddingHintsTest {
    private final Json json = new JacksonJson();
    private final GeminiContent format = new GeminiContent(json, InstantSource.system());
    private final Call call = Call.start("c", Duration.ofMinutes(1));

    @Test
    void whatNoAccessorOfASingleRequestStandsForIsLeft() {
        assertEquals(
                List.of("taskType", "title", "content.parts[0].videoMetadata"),
                extras("{\"model\":\"models/e\",\"taskType\":\"RETRIEVAL_QUERY\",\"title\":\"t\",\"content\":{\"role\":"
                        + "\"user\",\"parts\":[{\"text\":\"a\",\"videoMetadata\":{}}]},\"output_dimensionality\":2}"));
    }

    @Test
    void whatNoAccessorOfABatchStandsForIsLeft() {
        assertEquals(
                List.of("autoTruncate", "requests[0].task_type", "requests[1].outputDimensionality"),
                extras("{\"autoTruncate\":true,\"requests\":[{\"model\":\"models/e\",\"task_type\":\"X\",\"content\":{"
                    + "\"parts\":[{\"text\":\"a\"}]},\"outputDimensionality\":2},{\"content\":{\"parts\":[{\"text\":\"b\"}]"
                    + "},\"outputDimensionality\":3},{\"content\":{\"parts\":[{\"text\":\"c\"}]},"
                    + "\"outputDimensionality\":2}]}"));
    }

    @Test
    void hintsOfAForeignRequestAreDeclared() {
        String written = format.writeEmbeddingRequest(
                        new Foreign("m", List.of(new EmbeddingRequest.Input.Text("a"))), call)
                .json()
                .toString();

        assertEquals(
                "{\"requests\":[{\"model\":\"models/m\",\"content\":{\"parts\":[{\"text\":\"a\"}]},"
                        + "\"outputDimensionality\":3}]}",
                written);
        assertEquals(
                List.of("some.hint"),
                call.losses().stream().map(Call.Loss::member).toList());
    }

    private List<String> extras(String body) {
        EmbeddingRequest request = format.readEmbeddingRequest(
                json.object(body.getBytes(StandardCharsets.UTF_8)), Map.of("model", "models/e"));
        return List.copyOf(request.extras().keySet());
    }

    /** A request for embeddings of another protocol, with a hint. */
    private record Foreign(String model, List<Input> inputs) implements EmbeddingRequest {
        @Override
        public Optional<Integer> dimensions() {
            return Optional.of(3);
        }

        @Override
        public SequencedMap<String, RawJson> extras() {
            return new LinkedHashMap<>(Map.of("some.hint", RawJson.of("1")));
        }

        @Override
        public Optional<WireBody> wire() {
            return Optional.empty();
        }

        @Override
        public EmbeddingRequest withModel(String changed) {
            return new Foreign(changed, inputs);
        }
    }
}
