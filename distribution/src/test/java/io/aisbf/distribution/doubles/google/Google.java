// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Asked;
import io.aisbf.distribution.doubles.At;
import io.aisbf.distribution.doubles.Dialect;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.doubles.Vectors;
import io.aisbf.distribution.doubles.Violation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** generativelanguage.googleapis.com: contents, tokens, embeddings, models. */
public final class Google implements Dialect {
    private static final Pattern VERB = Pattern.compile("/v1(?:beta|alpha)?/models/(.+):(\\w+)");

    @Override
    public String prefix() {
        return "/google";
    }

    @Override
    public Optional<String> model(Asked asked) {
        Matcher matcher = VERB.matcher(asked.path());
        return matcher.matches()
                ? Optional.of(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Override
    public String protocol(Asked asked) {
        return "gemini-content";
    }

    @Override
    public Answer answer(Asked asked) {
        if (!asked.header("x-goog-api-key").orElse("").startsWith("AIza")
                && !asked.query().contains("key=AIza")) {
            return failure(Fault.BAD_KEY);
        }
        Matcher matcher = VERB.matcher(asked.path());
        if (!matcher.matches()) {
            return asked.path().matches("/v1(beta)?/models") ? models() : failure(Fault.NO_MODEL);
        }
        String model = model(asked).orElseThrow();
        return switch (matcher.group(2)) {
            case "generateContent", "streamGenerateContent" -> content(asked, model, matcher.group(2));
            case "countTokens" -> count(new At(asked.json(), ""));
            case "embedContent" -> embedOne(new At(asked.json(), ""));
            case "batchEmbedContents" -> embed(new At(asked.json(), ""));
            default -> failure(Fault.NO_MODEL);
        };
    }

    private static Answer content(Asked asked, String model, String verb) {
        JsonNode body = asked.json();
        if (!model.startsWith("error-")) {
            // The third generation wants its proofs back.
            ContentRules.check(new At(body, ""), model.startsWith("gemini-3"));
        }
        JsonNode last = body.path("contents").path(body.path("contents").size() - 1);
        boolean answered = false;
        for (JsonNode part : last.path("parts")) {
            answered |= part.has("functionResponse");
        }
        boolean offered = !body.path("tools").isEmpty()
                && !body.path("toolConfig")
                        .path("functionCallingConfig")
                        .path("mode")
                        .asText()
                        .equals("NONE");
        Said said = Said.in(Dialect.scenario(model), answered, offered);
        ContentAnswers answers = new ContentAnswers(said, model);
        if (verb.equals("generateContent")) {
            return Answer.json(200, Tree.pretty(answers.whole()));
        }
        return asked.query().contains("alt=sse") ? answers.events() : answers.array();
    }

    /** Takes contents alone, or the whole request, which then names its model. */
    private static Answer count(At body) {
        body.only("contents", "generateContentRequest");
        At whole = body.get("generateContentRequest");
        body.when(
                whole.present() == body.get("contents").present(),
                "Exactly one of contents and generate_content_request must be set");
        if (whole.present()) {
            whole.need("model").matches("^models/.+$");
            ObjectNode request = whole.json().deepCopy();
            request.remove("model");
            ContentRules.check(new At(request, whole.path()), false);
        }
        return Answer.json(200, Tree.pretty(Tree.object("totalTokens", 42)));
    }

    private static Answer embed(At body) {
        body.only("requests");
        List<JsonNode> vectors = new ArrayList<>();
        for (At request : body.need("requests").items()) {
            request.need("model").matches("^models/.+$");
            vectors.add(vector(request, vectors.size()));
        }
        return Answer.json(200, Tree.pretty(Tree.object("embeddings", vectors)));
    }

    private static Answer embedOne(At request) {
        return Answer.json(200, Tree.pretty(Tree.object("embedding", vector(request, 0))));
    }

    private static JsonNode vector(At request, int index) {
        request.only("model", "content", "taskType", "title", "outputDimensionality")
                .need("content")
                .need("parts");
        return Tree.object("values", Vectors.of(index, request.get("outputDimensionality")));
    }

    private static Answer models() {
        List<JsonNode> models = new ArrayList<>();
        for (String id : List.of("text", "tool", "embed")) {
            models.add(Tree.object(
                    "name",
                    "models/" + id,
                    "version",
                    "001",
                    "displayName",
                    "The " + id,
                    "description",
                    "A double",
                    "inputTokenLimit",
                    1_048_576,
                    "outputTokenLimit",
                    65_536,
                    "supportedGenerationMethods",
                    Tree.array("generateContent", "countTokens")));
        }
        return Answer.json(200, Tree.pretty(Tree.object("models", models)));
    }

    @Override
    public Answer refused(Violation violation) {
        int dot = violation.path().lastIndexOf('.');
        String name = violation.path().substring(dot + 1);
        String parent = dot < 0 ? "" : " at '" + violation.path().substring(0, dot) + "'";
        return error(
                400,
                "INVALID_ARGUMENT",
                switch (violation.kind()) {
                    case UNKNOWN ->
                        "Invalid JSON payload received. Unknown name \"" + name + "\"" + parent
                                + ": Cannot find field.";
                    case MISSING -> "* GenerateContentRequest." + violation.path() + ": is not specified\n";
                    case WORDS -> "* GenerateContentRequest." + violation.path() + ": " + violation.words();
                });
    }

    @Override
    public Answer failure(Fault fault) {
        // long method: one table
        return switch (fault) {
            case BAD_REQUEST -> error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
            case BAD_KEY ->
                error(
                        400,
                        "INVALID_ARGUMENT",
                        "API key not valid. Please pass a valid API key.",
                        Tree.object(
                                "@type",
                                "type.googleapis.com/google.rpc.ErrorInfo",
                                "reason",
                                "API_KEY_INVALID",
                                "domain",
                                "googleapis.com"));
            case NO_MODEL ->
                error(
                        404,
                        "NOT_FOUND",
                        "models/x is not found for API version v1beta, or is not supported for generateContent.");
            case RATE ->
                error(
                        429,
                        "RESOURCE_EXHAUSTED",
                        "You exceeded your current quota of requests per minute. Please retry in 6.5s.",
                        Tree.object("@type", "type.googleapis.com/google.rpc.RetryInfo", "retryDelay", "6.5s"));
            case QUOTA ->
                error(
                        429,
                        "RESOURCE_EXHAUSTED",
                        "You exceeded your current quota, please check your plan and billing details.",
                        Tree.object(
                                "@type",
                                "type.googleapis.com/google.rpc.QuotaFailure",
                                "violations",
                                Tree.array(
                                        Tree.object("quotaId", "GenerateRequestsPerDayPerProjectPerModel-FreeTier"))));
            case INTERNAL -> error(500, "INTERNAL", "An internal error has occurred. Please retry.");
            case OVERLOADED -> error(503, "UNAVAILABLE", "The model is overloaded. Please try again later.");
            case TOO_LONG ->
                error(
                        400,
                        "INVALID_ARGUMENT",
                        "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).");
        };
    }

    @Override
    public List<String> streamError(Asked asked) {
        return List.of("data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try again"
                + " later.\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n");
    }

    private static Answer error(int status, String word, String message, JsonNode... details) {
        var error = Tree.object("code", status, "message", message, "status", word);
        if (details.length > 0) {
            error.set("details", Tree.list(List.of(details)));
        }
        return Answer.json(status, Tree.pretty(Tree.object("error", error)), "server", "scaffolding on HTTPServer2");
    }
}
