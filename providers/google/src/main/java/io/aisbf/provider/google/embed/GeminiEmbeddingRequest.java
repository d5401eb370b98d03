// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google.embed;

import io.aisbf.api.call.Call;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.provider.google.request.GeminiRequest;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.ModelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A request for embeddings that came as {@code gemini-content}: of one content, or of several in {@code requests}, each
 * of which names the model again.
 */
final class GeminiEmbeddingRequest implements EmbeddingRequest {
    private static final String REQUESTS = "requests";
    private static final String DIMENSIONS = "outputDimensionality";
    private static final Set<String> KNOWN = Set.of("model", "content", DIMENSIONS);

    private final Fields body;
    private final String model;

    private GeminiEmbeddingRequest(Fields body, String model) {
        this.body = body;
        this.model = model;
    }

    static GeminiEmbeddingRequest read(Json json, JsonObject object, Map<String, String> path) {
        Fields body = Fields.ofRequest(json, object);
        return new GeminiEmbeddingRequest(body, GeminiRequest.model(body, path));
    }

    @Override
    public String model() {
        return model;
    }

    /** Whether several embeddings are asked for, in the plural form. */
    boolean inBatch() {
        return body.has(REQUESTS);
    }

    @Override
    public List<Input> inputs() {
        if (!inBatch()) {
            return List.of(input(body));
        }
        List<Input> inputs = new ArrayList<>();
        body.children(REQUESTS).forEach(request -> inputs.add(input(request)));
        if (inputs.isEmpty()) {
            throw body.wrong(REQUESTS, "is empty; at least one request is expected");
        }
        return List.copyOf(inputs);
    }

    private static Input input(Fields request) {
        Fields content = request.child("content")
                .orElseThrow(() -> request.wrong("content", "is missing; an object with parts is expected"));
        StringBuilder words = new StringBuilder();
        for (Fields part : content.children("parts")) {
            if (!part.has("text")) {
                throw Call.cannotCarry(part.at("text"), "only words can be embedded by other providers");
            }
            words.append(words.isEmpty() ? "" : "\n").append(part.text("text").orElse(""));
        }
        return new Input.Text(words.toString());
    }

    @Override
    public Optional<Integer> dimensions() {
        Optional<Fields> first = inBatch() ? body.children(REQUESTS).stream().findFirst() : Optional.of(body);
        return first.flatMap(request -> request.small(DIMENSIONS));
    }

    @Override
    public SequencedMap<String, RawJson> extras() {
        if (!inBatch()) {
            return unread(body);
        }
        SequencedMap<String, RawJson> extras = body.leftovers(Set.of("model", REQUESTS));
        List<Fields> requests = body.children(REQUESTS);
        for (Fields request : requests) {
            extras.putAll(unread(request));
            // One length is asked for all vectors: the first request's.
            request.get(DIMENSIONS)
                    .filter(length ->
                            !length.equals(requests.getFirst().get(DIMENSIONS).orElse(RawJson.NULL)))
                    .ifPresent(length -> extras.put(request.at(DIMENSIONS), length));
        }
        return extras;
    }

    private static SequencedMap<String, RawJson> unread(Fields request) {
        SequencedMap<String, RawJson> unread = request.leftovers(KNOWN);
        request.child("content").ifPresent(content -> {
            unread.putAll(content.leftovers(Set.of("parts", "role")));
            content.children("parts").forEach(part -> unread.putAll(part.leftovers(Set.of("text"))));
        });
        return unread;
    }

    @Override
    public Optional<WireBody> wire() {
        return Optional.of(new WireBody(WireName.GEMINI_CONTENT, body.members().object()));
    }

    @Override
    public EmbeddingRequest withModel(String changed) {
        RawJson resource = RawJson.text(ModelName.resource(changed));
        JsonObject object = named(body.members().object(), resource);
        if (inBatch()) {
            List<RawJson> requests = body.children(REQUESTS).stream()
                    .map(request -> named(request.members().object(), resource).raw())
                    .toList();
            object = object.with(REQUESTS, RawJson.array(requests));
        }
        return new GeminiEmbeddingRequest(Fields.ofRequest(body.json(), object), changed);
    }

    private static JsonObject named(JsonObject object, RawJson resource) {
        return object.get("model").isPresent() ? object.with("model", resource) : object;
    }
}
