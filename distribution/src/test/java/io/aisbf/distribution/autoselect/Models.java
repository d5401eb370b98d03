// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.autoselect;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.faults.RawUpstream;
import io.aisbf.distribution.faults.RawUpstream.Request;
import io.aisbf.distribution.faults.RawUpstream.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An upstream in OpenAI's protocol with a model that is asked who should answer, {@code picker}, and others that say who
 * they are. What the picker does, a test says; what anybody was asked is kept. For all threads.
 */
final class Models implements AutoCloseable {
    static final String PICKER = "picker";

    private final RawUpstream upstream = new RawUpstream(this::steps);
    private volatile Function<JsonNode, List<Step>> picker = _ -> List.of();
    private volatile int before;

    /** Has the picker do that from now on, and begins to count anew. */
    void picker(Function<JsonNode, List<Step>> does) {
        picker = does;
        before = upstream.requests().size();
    }

    /** Has the picker say that from now on, and begins to count anew. */
    void picks(String text) {
        picker(asked -> List.of(whole(asked, text)));
    }

    String endpoint() {
        return upstream.endpoint();
    }

    /** What this model was asked since the picker was told what to do. */
    List<JsonNode> asked(String model) {
        List<JsonNode> asked = new ArrayList<>();
        for (Request request :
                upstream.requests().subList(before, upstream.requests().size())) {
            JsonNode body = body(request);
            if (body.path("model").asText().equals(model)) {
                asked.add(body);
            }
        }
        return asked;
    }

    private static JsonNode body(Request request) {
        return Tree.parse(new String(request.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private List<Step> steps(Request request) {
        JsonNode asked = body(request);
        String model = asked.path("model").asText();
        if (model.equals(PICKER)) {
            return picker.apply(asked);
        }
        String text = "I am " + model + ".";
        return asked.path("stream").asBoolean() ? streamed(asked, text) : List.of(whole(asked, text));
    }

    /** A whole answer. */
    static Step whole(JsonNode asked, String text) {
        JsonNode message = Tree.object("role", "assistant", "content", text);
        return RawUpstream.reply(
                200,
                "application/json",
                Tree.object(
                                "id",
                                "c1",
                                "object",
                                "chat.completion",
                                "created",
                                1,
                                "model",
                                asked.path("model").asText(),
                                "choices",
                                Tree.array(Tree.object("index", 0, "message", message, "finish_reason", "stop")),
                                "usage",
                                Tree.object("prompt_tokens", 12, "completion_tokens", 5, "total_tokens", 17))
                        .toString());
    }

    private static List<Step> streamed(JsonNode asked, String text) {
        return List.of(
                RawUpstream.eventHead(),
                chunk(asked, Tree.object("role", "assistant", "content", text), Tree.nothing()),
                chunk(asked, Tree.object(), Tree.object("x", "stop").path("x")),
                RawUpstream.chunk("data: [DONE]\n\n"),
                RawUpstream.lastChunk());
    }

    private static Step chunk(JsonNode asked, JsonNode delta, JsonNode finish) {
        JsonNode event = Tree.object(
                "id",
                "c1",
                "object",
                "chat.completion.chunk",
                "created",
                1,
                "model",
                asked.path("model").asText(),
                "choices",
                Tree.array(Tree.object("index", 0, "delta", delta, "finish_reason", finish)));
        return RawUpstream.chunk("data: " + event + "\n\n");
    }

    @Override
    public void close() {
        upstream.close();
    }
}
