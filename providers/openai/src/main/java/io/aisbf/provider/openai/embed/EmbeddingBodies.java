// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.provider.openai.embed;

import io.aisbf.api.call.Call;
import io.aisbf.api.chat.UsageNote;
import io.aisbf.api.json.Json;
import io.aisbf.api.json.JsonObject;
import io.aisbf.api.json.JsonWriter;
import io.aisbf.api.json.RawJson;
import io.aisbf.api.plugin.Upstream;
import io.aisbf.api.provider.EmbeddingReply;
import io.aisbf.api.provider.EmbeddingRequest;
import io.aisbf.api.wire.ReplySink;
import io.aisbf.api.wire.WireBody;
import io.aisbf.api.wire.WireName;
import io.aisbf.wire.read.UpstreamBody;
import io.aisbf.wire.refuse.UpstreamFailure;
import io.aisbf.wire.write.Notes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Embeddings, both ways. Bodies that are OpenAI's already are relayed as they are. */
public final class EmbeddingBodies {
    private final Json json;
    private final UpstreamBody bodies;

    /** Reads with this JSON, and tells failures this way. */
    public EmbeddingBodies(Json json, UpstreamFailure failures) {
        this.json = json;
        this.bodies = new UpstreamBody(json, failures);
    }

    /** Inbound: the request behind a body. */
    public EmbeddingRequest readRequest(JsonObject body) {
        return OpenAiEmbeddingRequest.read(json, body);
    }

    /** Inbound: writes the answer; vectors that came otherwise are spelled as the client asked. */
    public void writeReply(EmbeddingReply reply, EmbeddingRequest request, ReplySink sink) throws IOException {
        UsageNote note = sink.note(reply.usage());
        Optional<RawJson> relayed = ours(reply.wire()).map(same -> Notes.SNAKE.into(json, same.json(), "usage", note));
        RawJson body = relayed.orElseGet(() -> {
            boolean base64 = ours(request.wire())
                    .flatMap(asked -> asked.json().get("encoding_format"))
                    .filter(RawJson.text("base64")::equals)
                    .isPresent();
            return written(reply, note, base64);
        });
        body.writeTo(sink.open(200, "application/json", Map.of()));
    }

    /** Outbound: the request as an upstream wants it; what it has no words for is declared. */
    public WireBody writeRequest(EmbeddingRequest request, Call call) {
        return ours(request.wire()).orElseGet(() -> {
            request.extras().keySet().forEach(hint -> call.declareLoss(hint, "it has no counterpart in openai-chat"));
            byte[] body = written(request).toString().getBytes(StandardCharsets.UTF_8);
            return new WireBody(WireName.OPENAI_CHAT, json.object(body));
        });
    }

    /** Outbound: what the upstream answered; reads the reply to its end and closes it. */
    public EmbeddingReply readReply(Upstream.Reply reply, Call call) throws IOException {
        try (reply) {
            return OpenAiEmbeddingReply.read(json, bodies.object(reply, call));
        }
    }

    private static Optional<WireBody> ours(Optional<WireBody> body) {
        return body.filter(wire -> wire.format().equals(WireName.OPENAI_CHAT));
    }

    private static RawJson written(EmbeddingRequest request) {
        JsonWriter writer = new JsonWriter().object().name("model").text(request.model());
        writer.name("input").array();
        for (EmbeddingRequest.Input input : request.inputs()) {
            switch (input) {
                case EmbeddingRequest.Input.Text text -> writer.text(text.text());
                case EmbeddingRequest.Input.Tokens tokens -> {
                    writer.array();
                    tokens.tokens().forEach(writer::number);
                    writer.end();
                }
            }
        }
        writer.end();
        request.dimensions().ifPresent(size -> writer.name("dimensions").number(size));
        return writer.name("encoding_format").text("float").end().finish();
    }

    private static RawJson written(EmbeddingReply reply, UsageNote note, boolean base64) {
        JsonWriter writer = new JsonWriter()
                .object()
                .name("object")
                .text("list")
                .name("data")
                .array();
        List<float[]> vectors = reply.vectors();
        for (int i = 0; i < vectors.size(); i++) {
            writer.object()
                    .name("object")
                    .text("embedding")
                    .name("index")
                    .number(i)
                    .name("embedding");
            if (base64) {
                writer.text(Vectors.base64(vectors.get(i)));
            } else {
                writer.raw(Vectors.numbers(vectors.get(i)));
            }
            writer.end();
        }
        writer.end().name("model").text(reply.model()).name("usage").object();
        writer.name("prompt_tokens").number(reply.usage().input());
        writer.name("total_tokens").number(reply.usage().total());
        Notes.SNAKE.write(note, writer);
        return writer.end().end().finish();
    }
}
