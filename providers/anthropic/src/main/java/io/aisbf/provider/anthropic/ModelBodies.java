// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.anthropic;

import io.aisbf.api.call.Call;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.UpstreamBody;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Lists of models, as Anthropic writes them: all of them on one page. */
final class ModelBodies {
    /** Has to be there for typed clients; the gateway does not know it. */
    private static final String CREATED = "1970-01-01T00:00:00Z";

    private final Json json;
    private final UpstreamBody bodies;

    ModelBodies(Json json, UpstreamBody bodies) {
        this.json = json;
        this.bodies = bodies;
    }

    /** Writes the list. */
    void write(List<ModelInfo> models, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("data").array();
        models.forEach(model -> entry(model, writer));
        writer.end().name("has_more").bool(false);
        id(writer.name("first_id"), models.isEmpty() ? "" : models.getFirst().id());
        id(writer.name("last_id"), models.isEmpty() ? "" : models.getLast().id());
        writer.end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Writes one entry. */
    void write(ModelInfo model, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter();
        entry(model, writer);
        writer.finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Reads an upstream's list to its end and closes the reply; a name that is there twice counts once. */
    List<ModelInfo> read(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            Members list = Members.ofReply(json, bodies.object(reply, call));
            if (list.get("data").isEmpty()) {
                throw list.wrong("data", "is missing; an array of models is expected");
            }
            Map<String, ModelInfo> models = new LinkedHashMap<>();
            for (Members model : list.children("data")) {
                model.words("id").ifPresent(id -> models.putIfAbsent(id, model(id, model)));
            }
            return List.copyOf(models.values());
        }
    }

    private static ModelInfo model(String id, Members model) {
        OptionalLong context = model.get("max_input_tokens")
                .filter(value -> value.kind() == RawJson.Kind.NUMBER)
                .map(model.json()::integer)
                .filter(tokens -> tokens > 0)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
        return new ModelInfo(id, "anthropic", context);
    }

    private static void entry(ModelInfo model, JsonWriter writer) {
        writer.object().name("type").text("model").name("id").text(model.id());
        writer.name("display_name").text(model.id()).name("created_at").text(CREATED);
        model.contextTokens()
                .ifPresent(tokens -> writer.name("max_input_tokens").number(tokens));
        writer.end();
    }

    private static void id(JsonWriter writer, String id) {
        if (id.isEmpty()) {
            writer.raw(RawJson.NULL);
        } else {
            writer.text(id);
        }
    }
}
