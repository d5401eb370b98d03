// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.google;

import io.aisbf.api.call.Call;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.provider.google.wire.Fields;
import io.aisbf.provider.google.wire.ModelName;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Lists of models (<a href="https://ai.google.dev/api/models">reference</a>). */
final class ModelBodies {
    private static final List<String> METHODS =
            List.of("generateContent", "streamGenerateContent", "countTokens", "embedContent");

    private final Json json;
    private final UpstreamBody bodies;

    ModelBodies(Json json, UpstreamFailure failures) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
    }

    /**
     * One page of an upstream's list.
     *
     * @param next what to ask for the page after it with
     */
    record Page(List<ModelInfo> models, Optional<String> next) {}

    /** Writes the list, in one page. */
    void write(List<ModelInfo> models, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("models").array();
        models.forEach(model -> entry(model, writer));
        writer.end().end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Writes one entry. */
    void write(ModelInfo model, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter();
        entry(model, writer);
        writer.finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Reads one page to its end and closes the reply; a name that is there twice counts once. */
    Page read(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            Fields list = Fields.ofReply(json, bodies.object(reply, call));
            Map<String, ModelInfo> models = new LinkedHashMap<>();
            for (Fields model : list.children("models")) {
                model.words("name").map(ModelName::bare).ifPresent(id -> models.putIfAbsent(id, model(id, model)));
            }
            return new Page(List.copyOf(models.values()), list.words("nextPageToken"));
        }
    }

    private static ModelInfo model(String id, Fields model) {
        Optional<Long> context = model.integer("inputTokenLimit").filter(tokens -> tokens > 0);
        return new ModelInfo(id, "google", context.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    private static void entry(ModelInfo model, JsonWriter writer) {
        writer.object().name("name").text(ModelName.resource(model.id()));
        writer.name("displayName").text(model.id());
        writer.name("description").text(model.owner());
        model.contextTokens().ifPresent(tokens -> writer.name("inputTokenLimit").number(tokens));
        writer.name("supportedGenerationMethods").array();
        METHODS.forEach(writer::text);
        writer.end().end();
    }
}
