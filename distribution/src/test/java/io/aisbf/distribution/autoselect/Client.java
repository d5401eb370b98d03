// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.autoselect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A client of a gateway. For all threads. */
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Client(URI gateway) {
        this.gateway = gateway;
    }

    /** What came back. */
    record Answer(int status, String selected, String body) {
        JsonNode json() {
            return Tree.parse(body);
        }
    }

    /** A question of one turn. */
    static ObjectNode question(String model, String text) {
        return Tree.object(
                "model", model, "max_tokens", 50, "messages", Tree.array(Tree.object("role", "user", "content", text)));
    }

    /** Asks as clients of OpenAI do. */
    Answer chat(String model, String text) throws IOException, InterruptedException {
        return post("/v1/chat/completions", question(model, text), Optional.empty());
    }

    Answer post(String path, JsonNode body, Optional<String> key) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        key.ifPresent(shown -> request.header("authorization", "Bearer " + shown));
        return send(request);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(gateway.resolve(path)));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("x-aisbf-selected").orElse(""),
                response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
