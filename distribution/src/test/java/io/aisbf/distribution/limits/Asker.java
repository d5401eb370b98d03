// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.aisbf.distribution.doubles.Tree;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks a gateway, with prompts of so many words and a bound of the answer. Any thread. */
final class Asker implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * One token, and long: before its vocabulary is loaded the gateway guesses by the length of texts, and then it shall
     * guess too much.
     */
    private static final String WORD = " international";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Asker(URI gateway) {
        this.gateway = gateway;
    }

    /** What came back. */
    record Answer(int status, HttpHeaders headers, String body) {
        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The whole seconds of {@code Retry-After}; -1 where it is missing. */
        long retryAfter() {
            return headers.firstValueAsLong("retry-after").orElse(-1);
        }

        JsonNode json() {
            return Tree.parse(body);
        }
    }

    /** Asks as clients of OpenAI do. */
    Answer chat(String model, int words, int most, boolean stream) throws IOException, InterruptedException {
        return send(post("/v1/chat/completions", body(model, words, most, stream)));
    }

    /** Asks as clients of Anthropic do. */
    Answer message(String model, int words, int most) throws IOException, InterruptedException {
        return send(post("/v1/messages", body(model, words, most, false)));
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(gateway.resolve(path)));
    }

    /** Asks, and is gone a moment later. */
    void leave(String model, int words, int most, Duration later) throws IOException, InterruptedException {
        byte[] body = body(model, words, most, true).getBytes(StandardCharsets.UTF_8);
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                + "content-length: " + body.length + "\r\n\r\n";
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            var _ = new CountDownLatch(1).await(later.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private static String body(String model, int words, int most, boolean stream) {
        String prompt = "the" + WORD.repeat(words - 1);
        return Tree.object(
                        "model",
                        model,
                        "max_tokens",
                        most,
                        "stream",
                        stream,
                        "messages",
                        Tree.array(Tree.object("role", "user", "content", prompt)))
                .toString();
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(gateway.resolve(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
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
