// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.ollama.model;

import io.aisbf.api.call.Call;
import io.aisbf.api.call.CallException;
import io.aisbf.api.call.Failure;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.ModelInfo;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.provider.ollama.request.Door;
import io.aisbf.wire.read.Members;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Models as Ollama tells of them. What only a file on a disk has (size, digest, quantization) is filled with what its
 * clients can read: they cut the digest, and parse the date.
 */
public final class ModelBodies {
    /** What the gateway's models are asked for by these clients; whether each can do it, its provider says. */
    private static final List<String> CAPABILITIES = List.of("completion", "tools", "vision");

    private static final String ARCHITECTURE = "remote";

    private final Json json;
    private final UpstreamBody bodies;
    private final InstantSource clock;

    /** Reads with this JSON, and tells failures this way. */
    public ModelBodies(Json json, UpstreamFailure failures, InstantSource clock) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
        this.clock = clock;
    }

    /** Writes the list. */
    public void write(List<ModelInfo> models, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter().object().name("models").array();
        for (ModelInfo model : models) {
            writer.object().name("name").text(model.id()).name("model").text(model.id());
            writer.name("modified_at").text(clock.instant().toString());
            writer.name("size").number(0).name("digest").text(digest(model.id()));
            details(model, writer.name("details"));
            writer.end();
        }
        writer.end().end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** The model that is to be shown; older clients call the member {@code name}. */
    public String readShowRequest(JsonObject object) {
        Members body = Members.ofRequest(json, object);
        return Door.untagged(body.words("model")
                .or(() -> body.words("name"))
                .orElseThrow(() -> body.wrong("model", "is missing; the name of a model is expected")));
    }

    /** Writes one model. */
    public void write(ModelInfo model, ReplySink sink) throws IOException {
        JsonWriter writer = new JsonWriter().object();
        writer.name("modelfile").text("FROM " + model.id() + "\n");
        writer.name("parameters").text("").name("template").text("{{ .Prompt }}");
        details(model, writer.name("details"));
        writer.name("model_info").object().name("general.architecture").text(ARCHITECTURE);
        model.contextTokens()
                .ifPresent(
                        tokens -> writer.name(ARCHITECTURE + ".context_length").number(tokens));
        writer.end().name("capabilities").array();
        CAPABILITIES.forEach(writer::text);
        writer.end().name("modified_at").text(clock.instant().toString());
        writer.end().finish().writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Reads an upstream's list to its end and closes the reply; a name that is there twice counts once. */
    public List<ModelInfo> read(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            Members body = Members.ofReply(json, bodies.object(reply, call));
            if (body.object().get("models").isEmpty()) {
                throw new CallException(Failure.MALFORMED_REPLY, "the provider's list of models has no member models");
            }
            Map<String, ModelInfo> models = new LinkedHashMap<>();
            for (Members model : body.children("models")) {
                model.words("name")
                        .or(() -> model.words("model"))
                        .ifPresent(id -> models.putIfAbsent(id, new ModelInfo(id, "", OptionalLong.empty())));
            }
            return List.copyOf(models.values());
        }
    }

    private static void details(ModelInfo model, JsonWriter writer) {
        writer.object().name("parent_model").text("").name("format").text(ARCHITECTURE);
        writer.name("family").text(model.owner());
        writer.name("families").array().text(model.owner()).end();
        writer.name("parameter_size")
                .text("")
                .name("quantization_level")
                .text("")
                .end();
    }

    private static String digest(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
