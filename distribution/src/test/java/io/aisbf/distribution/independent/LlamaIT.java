// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.independent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aisbf.distribution.Npm;
import io.aisbf.distribution.Product;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real llama.cpp answers clients of every protocol; its model is made here, says one sentence and nothing else. */
class LlamaIT {
    private static final String SENTENCE =
            "Hello from a tiny hand made model that really runs inside llama cpp and streams"
                    + " these words one after another until the end.";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final List<AutoCloseable> STARTED = new ArrayList<>();
    private static final List<URI> GATEWAY = new ArrayList<>();

    @BeforeAll
    static void startLlamaAndTheProduct() throws Exception {
        Path folder = Npm.install("independent");
        Path gguf = folder.resolve("tiny.gguf");
        Process made = new ProcessBuilder("node", "make-tiny-gguf.mjs", gguf.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("gguf.log").toFile())
                .start();
        assertEquals(0, made.waitFor());
        LlamaServer llama = new LlamaServer(gguf);
        STARTED.add(llama);
        Product product = Product.start("""
            providers:
              llama: {type: openai, endpoint: %s, api_key_required: false, stream_usage: false}
            """.formatted(llama.endpoint()));
        STARTED.addFirst(product);
        GATEWAY.add(product.address());
    }

    @AfterAll
    static void stopBoth() throws Exception {
        for (AutoCloseable started : STARTED) {
            started.close();
        }
    }

    @ParameterizedTest(name = "{0}, streamed: {1}")
    @CsvSource({
        "OPENAI_CHAT, true",
        "OPENAI_CHAT, false",
        "OPENAI_RESPONSES, true",
        "OPENAI_RESPONSES, false",
        "ANTHROPIC, true",
        "ANTHROPIC, false",
        "GEMINI, true",
        "GEMINI, false",
        "OLLAMA, true",
        "OLLAMA, false"
    })
    void saysItsSentenceInEveryProtocol(Spoken client, boolean streamed) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(GATEWAY.getFirst() + client.path("llama/tiny", streamed)))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(client.question("llama/tiny", "Who are you?", streamed)))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(SENTENCE, client.read(response.body(), streamed).text().strip());
        long pieces = response.body().lines().filter(line -> line.contains("{")).count();
        assertTrue(!streamed || pieces > 20, () -> "its words did not come one by one:\n" + response.body());
    }
}
