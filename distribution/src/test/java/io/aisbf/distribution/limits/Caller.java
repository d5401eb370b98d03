// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import io.aisbf.distribution.limits.Asker.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks a gateway that wants keys: in each protocol, with the key where that protocol's clients have it. Any thread. */
final class Caller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST = 10;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Caller(URI gateway) {
        this.gateway = gateway;
    }

    /** How one protocol's clients ask, show their key, and read what is wrong. */
    enum Speech {
        OPENAI("/v1/chat/completions", "/v1/models", "authorization", "/error/message"),
        RESPONSES("/v1/responses", "/v1/models", "authorization", "/error/message"),
        ANTHROPIC("/v1/messages", "/v1/models", "x-api-key", "/error/message"),
        GEMINI("/v1beta/models/%s:generateContent", "/v1beta/models", "x-goog-api-key", "/error/message"),
        OLLAMA("/api/chat", "/api/tags", "authorization", "/error");

        private final String chat;
        private final String models;
        private final String header;
        private final String message;

        Speech(String chat, String models, String header, String message) {
            this.chat = chat;
            this.models = models;
            this.header = header;
            this.message = message;
        }

        /** What an answer says is wrong, where this protocol has it. */
        String wrong(Answer answer) {
            return answer.json().at(message).asText();
        }

        private HttpRequest.Builder request(URI gateway, String path, Optional<String> key) {
            HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path));
            key.ifPresent(shown -> request.header(header, header.equals("authorization") ? "Bearer " + shown : shown));
            return this == ANTHROPIC ? request.header("anthropic-version", "2023-06-01") : request;
        }

        private JsonNode question(String model) {
            JsonNode turns = Tree.array(Tree.object("role", "user", "content", "hello world"));
            return switch (this) {
                case OPENAI, ANTHROPIC -> Tree.object("model", model, "max_tokens", MOST, "messages", turns);
                case RESPONSES -> Tree.object("model", model, "max_output_tokens", MOST, "input", turns);
                case OLLAMA ->
                    Tree.object(
                            "model",
                            model,
                            "stream",
                            false,
                            "options",
                            Tree.object("num_predict", MOST),
                            "messages",
                            turns);
                case GEMINI ->
                    Tree.object(
                            "contents",
                            Tree.array(Tree.object(
                                    "role", "user", "parts", Tree.array(Tree.object("text", "hello world")))),
                            "generationConfig",
                            Tree.object("maxOutputTokens", MOST));
            };
        }
    }

    /** Asks a model. */
    Answer ask(Speech speech, String model, Optional<String> key) throws IOException, InterruptedException {
        return send(speech.request(gateway, speech.chat.formatted(model), key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(speech.question(model).toString())));
    }

    /** Asks which models there are. */
    Answer models(Speech speech, String key) throws IOException, InterruptedException {
        return send(speech.request(gateway, speech.models, Optional.of(key)));
    }

    /** Asks for a path of the gateway's own. */
    Answer get(String path, Optional<String> key) throws IOException, InterruptedException {
        return send(Speech.OPENAI.request(gateway, path, key));
    }

    /** Asks for a change. */
    Answer post(String path, Optional<String> key) throws IOException, InterruptedException {
        return send(Speech.OPENAI
                .request(gateway, path, key)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.headers(), response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
