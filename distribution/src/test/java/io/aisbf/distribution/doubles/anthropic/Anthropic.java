// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Asked;
import io.aisbf.distribution.doubles.At;
import io.aisbf.distribution.doubles.Dialect;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.doubles.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** api.anthropic.com: messages, their tokens, models. */
public final class Anthropic implements Dialect {
    private static final String REQUEST_ID = "req_011CVQk3x7YzAbCdEfGhJkMn";

    @Override
    public String prefix() {
        return "/anthropic";
    }

    @Override
    public Optional<String> model(Asked asked) {
        return asked.method().equals("POST")
                ? Optional.of(asked.json().path("model").asText())
                : Optional.empty();
    }

    @Override
    public String protocol(Asked asked) {
        return "anthropic-messages";
    }

    @Override
    public Answer answer(Asked asked) {
        String key = asked.header("x-api-key")
                .orElse(asked.header("authorization").orElse("").replaceFirst("^Bearer ", ""));
        if (!key.startsWith("sk-ant-")) {
            return failure(Fault.BAD_KEY);
        }
        String version = asked.header("anthropic-version").orElse("");
        if (!List.of("2023-06-01", "2026-10-21").contains(version)) {
            throw Violation.of("anthropic-version", "header is required");
        }
        return switch (asked.method() + " " + asked.path()) {
            case "POST /v1/messages" -> messages(asked.json(), version);
            case "POST /v1/messages/count_tokens" -> count(asked.json(), version);
            case "GET /v1/models" -> models();
            default -> error(404, "not_found_error", "Not Found");
        };
    }

    private static Answer messages(JsonNode body, String version) {
        if (!body.path("model").asText().startsWith("error-")) {
            MessagesRules.check(new At(body, ""), version, true);
        }
        JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
        boolean answered = false;
        for (JsonNode block : last.path("content")) {
            answered |= block.path("type").asText().equals("tool_result");
        }
        boolean offered = !body.path("tools").isEmpty()
                && !body.path("tool_choice").path("type").asText().equals("none");
        Said said = Said.in(Dialect.scenario(body.path("model").asText()), answered, offered);
        return body.path("stream").asBoolean() ? MessagesStream.of(said, body) : whole(said, body);
    }

    private static Answer whole(Said said, JsonNode body) {
        return Answer.json(
                200,
                MessagesAnswers.whole(said, body).toString(),
                "request-id",
                REQUEST_ID,
                "anthropic-organization-id",
                "e9b0c9d2");
    }

    private static Answer count(JsonNode body, String version) {
        MessagesRules.check(new At(body, ""), version, false);
        return Answer.json(200, Tree.object("input_tokens", 42).toString());
    }

    private static Answer models() {
        List<JsonNode> models = new ArrayList<>();
        for (String id : List.of("text", "tool", "org/text")) {
            models.add(Tree.object(
                    "type", "model", "id", id, "display_name", "The " + id, "created_at", "2025-09-29T00:00:00Z"));
        }
        return Answer.json(
                200,
                Tree.object("data", models, "has_more", false, "first_id", "text", "last_id", "org/text")
                        .toString());
    }

    @Override
    public Answer refused(Violation violation) {
        String path = violation.path().replaceAll("\\[(\\d+)]", ".$1");
        return error(
                400,
                "invalid_request_error",
                switch (violation.kind()) {
                    case UNKNOWN -> path + ": Extra inputs are not permitted";
                    case MISSING -> path + ": Field required";
                    case WORDS -> path + ": " + violation.words();
                });
    }

    @Override
    public Answer failure(Fault fault) {
        return switch (fault) {
            case BAD_REQUEST -> error(400, "invalid_request_error", "temperature: range: 0..1");
            case BAD_KEY -> error(401, "authentication_error", "invalid x-api-key");
            case NO_MODEL -> error(404, "not_found_error", "model: x");
            case RATE ->
                error(
                        429,
                        "rate_limit_error",
                        "This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
                        "retry-after",
                        "7");
            case QUOTA ->
                error(
                        400,
                        "invalid_request_error",
                        "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to"
                                + " upgrade or purchase credits.");
            case INTERNAL -> error(500, "api_error", "Internal server error");
            case OVERLOADED -> error(529, "overloaded_error", "Overloaded");
            case TOO_LONG -> error(400, "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum");
        };
    }

    @Override
    public List<String> streamError(Asked asked) {
        return List.of("event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,\"type\":"
                + "\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":\"" + REQUEST_ID + "\"}\n\n");
    }

    private static Answer error(int status, String type, String message, String... headers) {
        List<String> all = new ArrayList<>(List.of("request-id", REQUEST_ID));
        all.addAll(List.of(headers));
        return Answer.json(
                status,
                Tree.object(
                                "type",
                                "error",
                                "error",
                                Tree.object("type", type, "message", message),
                                "request_id",
                                REQUEST_ID)
                        .toString(),
                all.toArray(String[]::new));
    }
}
