// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.embed;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A request for embeddings as it came; decoded when somebody asks.
 *
 * @param single whether it came by the older way, which embeds one prompt and answers with one vector
 */
record OllamaEmbeddingRequest(Members body, String model, boolean single) implements EmbeddingRequest {
    private static final String OPTIONS = "options";
    private static final Set<String> KNOWN = Set.of("model", "input", "dimensions", OPTIONS);
    private static final Set<String> KNOWN_SINGLE = Set.of("model", "prompt", "dimensions", OPTIONS);

    static OllamaEmbeddingRequest read(Json json, JsonObject object, boolean single) {
        Members body = Members.ofRequest(json, object);
        String model = body.need("model");
        if (model.isBlank()) {
            throw body.wrong("model", "is empty; the name of a target is expected");
        }
        return new OllamaEmbeddingRequest(body, Door.untagged(model), single);
    }

    @Override
    public List<Input> inputs() {
        if (single) {
            return List.of(new Input.Text(body.need("prompt")));
        }
        RawJson input = body.get("input")
                .orElseThrow(() -> body.wrong("input", "is missing; a string or an array of strings is expected"));
        if (input.kind() == RawJson.Kind.STRING) {
            return List.of(new Input.Text(body.need("input")));
        }
        List<Input> inputs = new ArrayList<>();
        for (RawJson element : body.elements("input")) {
            if (element.kind() != RawJson.Kind.STRING) {
                throw body.wrong("input[" + inputs.size() + "]", "is not a string");
            }
            inputs.add(new Input.Text(body.json().text(element)));
        }
        return List.copyOf(inputs);
    }

    @Override
    public Optional<Integer> dimensions() {
        return body.small("dimensions");
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        SequencedMap<String, RawJson> extras = body.leftovers(single ? KNOWN_SINGLE : KNOWN);
        body.child(OPTIONS).ifPresent(options -> extras.putAll(options.leftovers(Set.of())));
        return extras;
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OLLAMA_CHAT, body.object()));
    }

    @Override
    public EmbeddingRequest withModel(String changed) {
        JsonObject object = body.object().with("model", RawJson.text(changed));
        return new OllamaEmbeddingRequest(Members.ofRequest(body.json(), object), changed, single);
    }
}
