// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.embed;

import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.Members;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** A request for embeddings as it came; decoded when somebody asks. */
record OpenAiEmbeddingRequest(Members body, String model) implements EmbeddingRequest {
    /** What the accessors stand for; {@code encoding_format} is between the client and the writer of its answer. */
    private static final Set<String> KNOWN = Set.of("model", "input", "dimensions", "encoding_format");

    static OpenAiEmbeddingRequest read(Json json, JsonObject object) {
        Members body = Members.ofRequest(json, object);
        String model = body.need("model");
        if (model.isBlank()) {
            throw body.wrong("model", "is empty; the name of a target is expected");
        }
        return new OpenAiEmbeddingRequest(body, model);
    }

    /** A string, an array of strings, an array of tokens, or an array of arrays of tokens. */
    @Override
    public List<Input> inputs() {
        RawJson input = body.get("input")
                .orElseThrow(() -> body.wrong("input", "is missing; a string or an array is expected"));
        if (input.kind() == RawJson.Kind.STRING) {
            return List.of(new Input.Text(body.need("input")));
        }
        List<RawJson> elements = body.elements("input");
        if (!elements.isEmpty() && elements.getFirst().kind() == RawJson.Kind.NUMBER) {
            return List.of(new Input.Tokens(tokens("input", elements)));
        }
        List<Input> inputs = new ArrayList<>();
        for (RawJson element : elements) {
            inputs.add(input("input[" + inputs.size() + "]", element));
        }
        return List.copyOf(inputs);
    }

    @Override
    public Optional<Integer> dimensions() {
        return body.small("dimensions");
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        return body.leftovers(KNOWN);
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.OPENAI_CHAT, body.object()));
    }

    @Override
    public EmbeddingRequest withModel(String changed) {
        JsonObject object = body.object().with("model", RawJson.text(changed));
        return new OpenAiEmbeddingRequest(Members.ofRequest(body.json(), object), changed);
    }

    private Input input(String place, RawJson element) {
        return switch (element.kind()) {
            case STRING -> new Input.Text(guarded(place, element));
            case ARRAY -> new Input.Tokens(tokens(place, body.json().array(element)));
            default -> throw body.wrong(place, "is neither a string nor an array of tokens");
        };
    }

    private String guarded(String place, RawJson text) {
        try {
            return body.json().text(text);
        } catch (JsonException e) {
            throw body.wrong(place, "cannot be read: " + e.getMessage());
        }
    }

    private List<Integer> tokens(String place, List<RawJson> elements) {
        List<Integer> tokens = new ArrayList<>();
        for (RawJson element : elements) {
            try {
                tokens.add(Math.toIntExact(body.json().integer(element)));
            } catch (JsonException | ArithmeticException e) {
                throw body.wrong(place + "[" + tokens.size() + "]", "is not a token: " + e.getMessage());
            }
        }
        return tokens;
    }
}
