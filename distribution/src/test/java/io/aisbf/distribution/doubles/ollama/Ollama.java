// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Asked;
import io.aisbf.distribution.doubles.At;
import io.aisbf.distribution.doubles.Dialect;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.doubles.Vectors;
import io.aisbf.distribution.doubles.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A local Ollama: chat, generate, embeddings, tags. */
public final class Ollama implements Dialect {
    @Override
    public String prefix() {
        return "/ollama";
    }

    @Override
    public Optional<String> model(Asked asked) {
        return asked.method().equals("POST")
                ? Optional.of(asked.json().path("model").asText().replaceFirst(":latest$", ""))
                : Optional.empty();
    }

    @Override
    public String protocol(Asked asked) {
        return asked.path().equals("/api/generate") ? "ollama-generate" : "ollama-chat";
    }

    @Override
    public Answer answer(Asked asked) {
        return switch (asked.method() + " " + asked.path()) {
            case "POST /api/chat" -> chat(asked.json(), false);
            case "POST /api/generate" -> chat(asked.json(), true);
            case "POST /api/embed" -> embed(new At(asked.json(), ""));
            case "GET /api/tags" -> tags();
            case "GET /api/version" -> Answer.json(200, "{\"version\":\"0.12.11\"}");
            default -> Answer.json(404, "404 page not found");
        };
    }

    private static Answer chat(JsonNode body, boolean generate) {
        if (!body.path("model").asText().startsWith("error-")) {
            ChatRules.check(new At(body, ""), generate);
        }
        JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
        Said said = Said.in(
                Dialect.scenario(body.path("model").asText()),
                last.path("role").asText().equals("tool"),
                !body.path("tools").isEmpty());
        ChatAnswers answers = new ChatAnswers(said, body, generate);
        return body.path("stream").asBoolean(true) ? answers.stream() : answers.whole();
    }

    private static Answer embed(At body) {
        body.only("model", "input", "truncate", "dimensions", "options", "keep_alive");
        JsonNode input = body.need("input").json();
        List<JsonNode> vectors = new ArrayList<>();
        for (int i = 0; i < (input.isArray() ? input.size() : 1); i++) {
            vectors.add(Tree.list(Vectors.of(i, body.get("dimensions"))));
        }
        return Answer.json(
                200,
                Tree.object(
                                "model",
                                body.get("model").text(),
                                "embeddings",
                                vectors,
                                "total_duration",
                                14_143_917,
                                "load_duration",
                                1_019_500,
                                "prompt_eval_count",
                                5)
                        .toString());
    }

    private static Answer tags() {
        // long method: one answer, member by member
        List<JsonNode> models = new ArrayList<>();
        for (String name : List.of("text:latest", "tool:latest", "embed:latest")) {
            models.add(Tree.object(
                    "name",
                    name,
                    "model",
                    name,
                    "modified_at",
                    "2025-10-03T23:34:03.409490317-07:00",
                    "size",
                    4_661_224_676L,
                    "digest",
                    "365c0bd3c000a25d28ddbf732fe1c6add414de7275464c4e4d1c3b5fcb5d8ad1",
                    "details",
                    Tree.object(
                            "parent_model",
                            "",
                            "format",
                            "gguf",
                            "family",
                            "llama",
                            "families",
                            Tree.array("llama"),
                            "parameter_size",
                            "8.0B",
                            "quantization_level",
                            "Q4_0")));
        }
        return Answer.json(200, Tree.object("models", models).toString());
    }

    @Override
    public Answer refused(Violation violation) {
        return error(
                400,
                switch (violation.kind()) {
                    case UNKNOWN -> "json: unknown field \"" + violation.path() + "\"";
                    case MISSING -> violation.path() + " is required";
                    case WORDS -> violation.path() + ": " + violation.words();
                });
    }

    @Override
    public Answer failure(Fault fault) {
        return switch (fault) {
            case BAD_REQUEST -> error(400, "invalid options: temperature");
            case BAD_KEY -> error(401, "unauthorized");
            case NO_MODEL -> error(404, "model 'x' not found");
            case RATE, QUOTA ->
                Answer.json(
                        429,
                        Tree.object("error", "you've reached your hourly usage limit, please upgrade to continue")
                                .toString(),
                        "retry-after",
                        "7");
            case INTERNAL -> error(500, "llama runner process has terminated: exit status 2");
            case OVERLOADED -> error(503, "server busy, please try again.  maximum pending requests exceeded");
            case TOO_LONG -> error(400, "input length exceeds the context length");
        };
    }

    @Override
    public List<String> streamError(Asked asked) {
        return List.of("{\"error\":\"an error was encountered while running the model: unexpected EOF\"}\n");
    }

    private static Answer error(int status, String words) {
        return Answer.json(status, Tree.object("error", words).toString());
    }
}
