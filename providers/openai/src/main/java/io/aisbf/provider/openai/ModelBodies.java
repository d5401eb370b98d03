// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonException;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Lists of models, written as OpenAI writes them and read as its imitators do. */
final class ModelBodies {
    /** Where OpenRouter, Groq, vLLM and Mistral tell how many tokens a model accepts. */
    private static final List<String> CONTEXT =
            List.of("context_length", "context_window", "max_model_len", "max_context_length");

    private final Json json;
    private final UpstreamFailure failures;

    ModelBodies(Json json, UpstreamFailure failures) {
        this.json = json;
        this.failures = failures;
    }

    /** Writes the list. */
    void write(List<ModelInfo> models, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter()
                .object()
                .name("object")
                .text("list")
                .name("data")
                .array();
        models.forEach(model -> entry(model, writer));
        writer.end().end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Writes one entry. */
    void write(ModelInfo model, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter();
        entry(model, writer);
        writer.finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /**
     * Reads an upstream's list, in {@code data} or bare (Together), to its end and closes the reply; a name that is
     * there twice counts once.
     */
    List<ModelInfo> read(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            byte[] body = new UpstreamBody(json, failures).bytes(reply, call);
            try {
                Map<String, ModelInfo> models = new LinkedHashMap<>();
                for (Members model : list(body, call).children("data")) {
                    model.words("id").ifPresent(id -> models.putIfAbsent(id, model(id, model)));
                }
                return List.copyOf(models.values());
            } catch (JsonException e) {
                throw UpstreamBody.notJson(reply, body, Optional.of(e));
            }
        }
    }

    private Members list(byte[] body, Call call) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        JsonObject object = text.startsWith("[")
                ? JsonObject.EMPTY.with("data", RawJson.array(json.array(RawJson.of(text))))
                : json.object(body);
        if (UpstreamBody.tellsFailure(object)) {
            throw failures.within(object.raw(), call);
        }
        if (object.get("data").isEmpty()) {
            throw new CallException(Failure.MALFORMED_REPLY, "the provider's list of models has no member data");
        }
        return Members.ofReply(json, object);
    }

    private static ModelInfo model(String id, Members model) {
        Optional<Long> context = CONTEXT.stream()
                .flatMap(name -> model.get(name).filter(value -> value.kind() == RawJson.Kind.NUMBER).stream()
                        .map(model.json()::integer))
                .filter(tokens -> tokens > 0)
                .findFirst();
        return new ModelInfo(
                id,
                model.text("owned_by").orElse(""),
                context.map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    /** {@code created} has to be there for typed clients; the gateway does not know it. */
    private static void entry(ModelInfo model, JsonWriter writer) {
        writer.object().name("id").text(model.id()).name("object").text("model");
        writer.name("created").number(0).name("owned_by").text(model.owner());
        model.contextTokens().ifPresent(tokens -> writer.name("context_length").number(tokens));
        writer.end();
    }
}
