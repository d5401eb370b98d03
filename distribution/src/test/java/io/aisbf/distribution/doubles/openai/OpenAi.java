// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.doubles.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Answer;
import io.aisbf.distribution.doubles.Asked;
import io.aisbf.distribution.doubles.At;
import io.aisbf.distribution.doubles.Dialect;
import io.aisbf.distribution.doubles.Said;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.doubles.Violation;
import java.util.List;
import java.util.Optional;

/** api.openai.com: chat completions, responses, embeddings, models. */
public final class OpenAi implements Dialect {
    @Override
    public String prefix() {
        return "/openai";
    }

    @Override
    public Optional<String> model(Asked asked) {
        return asked.method().equals("POST")
                ? Optional.of(asked.json().path("model").asText())
                : Optional.empty();
    }

    @Override
    public String protocol(Asked asked) {
        return asked.path().equals("/v1/responses") ? "openai-responses" : "openai-chat";
    }

    @Override
    public Answer answer(Asked asked) {
        if (!asked.header("authorization").orElse("").startsWith("Bearer sk-")) {
            return failure(Fault.BAD_KEY);
        }
        return switch (asked.method() + " " + asked.path()) {
            case "POST /v1/chat/completions" -> chat(asked.json());
            case "POST /v1/responses" -> responses(asked.json());
            case "POST /v1/embeddings" -> Embeddings.answer(new At(asked.json(), ""));
            case "GET /v1/models" -> Answer.json(200, Embeddings.models());
            default -> error(404, "Invalid URL (" + asked.method() + " " + asked.path() + ")", "", "", "");
        };
    }

    private static Answer chat(JsonNode body) {
        if (!body.path("model").asText().startsWith("error-")) {
            ChatRules.check(new At(body, ""));
        }
        JsonNode last = body.path("messages").path(body.path("messages").size() - 1);
        Said said = Said.in(
                Dialect.scenario(body.path("model").asText()),
                last.path("role").asText().equals("tool"),
                offers(body));
        return body.path("stream").asBoolean() ? ChatAnswers.stream(said, body) : ChatAnswers.whole(said, body);
    }

    private static Answer responses(JsonNode body) {
        if (!body.path("model").asText().startsWith("error-")) {
            ResponsesRules.check(new At(body, ""));
        }
        JsonNode last = body.path("input").path(body.path("input").size() - 1);
        Said said = Said.in(
                Dialect.scenario(body.path("model").asText()),
                last.path("type").asText().equals("function_call_output"),
                offers(body));
        return body.path("stream").asBoolean()
                ? ResponsesStream.of(said, body)
                : Answer.json(200, Tree.pretty(ResponsesAnswers.whole(said, body)));
    }

    private static boolean offers(JsonNode body) {
        return !body.path("tools").isEmpty()
                && !body.path("tool_choice").asText().equals("none");
    }

    @Override
    public Answer refused(Violation violation) {
        return switch (violation.kind()) {
            case UNKNOWN ->
                error(
                        400,
                        "Unknown parameter: '" + violation.path() + "'.",
                        "invalid_request_error",
                        violation.path(),
                        "unknown_parameter");
            case MISSING ->
                error(
                        400,
                        "Missing required parameter: '" + violation.path() + "'.",
                        "invalid_request_error",
                        violation.path(),
                        "missing_required_parameter");
            case WORDS ->
                error(
                        400,
                        "Invalid '" + violation.path() + "': " + violation.words() + ".",
                        "invalid_request_error",
                        violation.path(),
                        "invalid_value");
        };
    }

    @Override
    public Answer failure(Fault fault) {
        // long method: one table
        String request = "invalid_request_error";
        return switch (fault) {
            case BAD_REQUEST ->
                error(400, "Unsupported value: 'x' is not supported.", request, "temperature", "unsupported_value");
            case BAD_KEY -> error(401, "Incorrect API key provided: sk-doub**ble.", request, "", "invalid_api_key");
            case NO_MODEL ->
                error(
                        404,
                        "The model `x` does not exist or you do not have access to it.",
                        request,
                        "",
                        "model_not_found");
            case RATE ->
                error(
                        429,
                        "Rate limit reached for gpt-4o on tokens per min (TPM). Please try again in 7s.",
                        "tokens",
                        "",
                        "rate_limit_exceeded",
                        "retry-after",
                        "7",
                        "retry-after-ms",
                        "6500");
            case QUOTA ->
                error(
                        429,
                        "You exceeded your current quota, please check your plan and billing details.",
                        "insufficient_quota",
                        "",
                        "insufficient_quota");
            case INTERNAL ->
                error(500, "The server had an error while processing your request.", "server_error", "", "");
            case OVERLOADED ->
                error(503, "The engine is currently overloaded, please try again later.", "server_error", "", "");
            case TOO_LONG ->
                error(
                        400,
                        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000"
                                + " tokens. Please reduce the length of the messages.",
                        request,
                        "messages",
                        "context_length_exceeded");
        };
    }

    @Override
    public List<String> streamError(Asked asked) {
        if (protocol(asked).equals("openai-responses")) {
            return List.of("event: error\ndata: {\"type\":\"error\",\"sequence_number\":4,\"code\":\"server_error\","
                    + "\"message\":\"The server had an error while processing your request.\",\"param\":null}\n\n");
        }
        return List.of("data: {\"error\":{\"message\":\"The server had an error while processing your request.\","
                + "\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    }

    private static Answer error(int status, String message, String type, String param, String code, String... headers) {
        return Answer.json(
                status,
                Tree.pretty(Tree.object(
                        "error",
                        Tree.object(
                                "message",
                                message,
                                "type",
                                type.isEmpty() ? "invalid_request_error" : type,
                                "param",
                                param.isEmpty() ? Tree.nothing() : param,
                                "code",
                                code.isEmpty() ? Tree.nothing() : code))),
                headers);
    }
}
